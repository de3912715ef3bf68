package io.virtuoso.storm.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a loopback port and passes everything on to a server, except for what {@link #inject}
 * asks to be wrong. Changes take effect at once, on open connections too. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final int port;
  private final Counters counters = new Counters();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Random lots;
  private volatile InetSocketAddress server;
  private volatile List<Injection> injections = List.of();
  private volatile boolean closed;
  private ServerSocket listener;
  private @Nullable Thread acceptor;

  private FaultProxy(ServerSocket listener, int serverPort, long seed) {
    this.listener = listener;
    this.port = listener.getLocalPort();
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    this.lots = new Random(seed);
  }

  /** A proxy to {@code serverPort} on a free port. */
  public static FaultProxy to(int serverPort) throws IOException {
    return to(serverPort, 0, 1);
  }

  /**
   * A proxy that listens on {@code port}.
   *
   * @param seed decides which connections an injection of less than certainty meets
   */
  public static FaultProxy to(int serverPort, int port, long seed) throws IOException {
    FaultProxy proxy = new FaultProxy(listen(port), serverPort, seed);
    proxy.accept();
    return proxy;
  }

  public int port() {
    return port;
  }

  public Counters counters() {
    return counters;
  }

  /** From now on new connections go to that port. */
  public void redirect(int serverPort) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
  }

  /** Replaces whatever was wrong; nothing means that all is well. */
  public synchronized void inject(Injection... wanted) throws IOException {
    injections = List.of(wanted);
    Optional<Toxic> down = met(1, Toxic.Down.class);
    if (down.isPresent()) {
      counters.injected(down.get());
      stopListening();
      cut();
    } else if (listener.isClosed() && !closed) {
      listener = listen(port);
      accept();
    }
    links.forEach(Link::changed);
  }

  /** Ends everything that is wrong. */
  public void heal() throws IOException {
    inject();
  }

  /** Resets all open connections once; new ones are welcome. */
  public void cut() {
    links.forEach(Link::reset);
  }

  List<Injection> injections() {
    return injections;
  }

  /** Only what meets each and every connection can be asked for before there is one. */
  private Optional<Toxic> met(double certainty, Class<? extends Toxic> kind) {
    return injections.stream()
        .filter(each -> kind.isInstance(each.toxic()) && each.probability() >= certainty)
        .map(Injection::toxic)
        .findFirst();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    return socket;
  }

  private void accept() {
    ServerSocket current = listener;
    acceptor = Thread.ofVirtual().name("proxy-" + port).start(() -> accept(current));
  }

  /** The port goes with the last who waits at it, which is a moment after it was closed. */
  private void stopListening() throws IOException {
    listener.close();
    try {
      if (acceptor != null) {
        acceptor.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket current) {
    while (!current.isClosed()) {
      try {
        welcome(current.accept());
      } catch (IOException ended) {
        // closed by inject or close, or the client was gone before it was accepted
      }
    }
  }

  private void welcome(Socket client) {
    Link link = new Link(this, client, lots.nextDouble());
    links.add(link);
    counters.opened();
    Thread.ofVirtual().start(() -> link.run(server));
  }

  void ended(Link link) {
    links.remove(link);
    link.clientLeft();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    stopListening();
    cut();
  }
}
