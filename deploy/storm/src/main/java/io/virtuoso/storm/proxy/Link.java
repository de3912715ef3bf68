package io.virtuoso.storm.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** One client's connection and the one to the server that it stands for. */
final class Link {
  private static final int CONNECT_MS = 2_000;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final double lot;
  private final AtomicBoolean left = new AtomicBoolean();
  private boolean closed;

  /**
   * A link that is not connected yet.
   *
   * @param lot 0 to 1; decides which injections meet it
   */
  Link(FaultProxy proxy, Socket client, double lot) {
    this.proxy = proxy;
    this.client = client;
    this.lot = lot;
  }

  void run(InetSocketAddress address) {
    try {
      Optional<Toxic.Reset> reset = met(Toxic.Reset.class, Direction.BOTH);
      if (reset.isPresent()) {
        proxy.counters().injected(reset.get());
        reset();
        return;
      }
      met(Toxic.Silence.class, Direction.BOTH).ifPresent(proxy.counters()::injected);
      var _ = outlasts(() -> met(Toxic.Silence.class, Direction.BOTH).isPresent(), 0);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(address, CONNECT_MS);
      Thread up = new Pipe(this, client, server, Direction.UP).start();
      Thread down = new Pipe(this, server, client, Direction.DOWN).start();
      up.join();
      down.join();
      close();
    } catch (IOException | InterruptedException ended) {
      reset();
    }
  }

  /** The injection of that kind that meets this link in that direction. */
  <T extends Toxic> Optional<T> met(Class<T> kind, Direction way) {
    for (Injection each : proxy.injections()) {
      if (kind.isInstance(each.toxic()) && each.meets(lot) && each.direction().covers(way)) {
        return Optional.of(kind.cast(each.toxic()));
      }
    }
    return Optional.empty();
  }

  /** The client asks nothing more; from here on the link is not counted as open. */
  void clientLeft() {
    if (left.compareAndSet(false, true)) {
      proxy.counters().closed();
    }
  }

  Counters counters() {
    return proxy.counters();
  }

  /** What is wrong may be something else now. */
  synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits as long as {@code trouble} lasts, at most so many ms; 0 waits for ever.
   *
   * @return whether it is over
   * @throws IOException when the link is closed
   */
  synchronized boolean outlasts(BooleanSupplier trouble, long ms)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!closed && trouble.getAsBoolean()) {
      long left = ms - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (ms > 0 && left <= 0) {
        return false;
      }
      wait(ms > 0 ? left : 0);
    }
    if (closed) {
      throw new IOException("closed");
    }
    return true;
  }

  /** Ends both connections with a reset, so that nobody takes it for the end of an answer. */
  void reset() {
    try {
      client.setSoLinger(true, 0);
      if (server.isConnected()) {
        server.setSoLinger(true, 0);
      }
    } catch (IOException alreadyClosed) {
      // it could not be more closed than that
    }
    close();
  }

  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    proxy.ended(this);
    close(client);
    close(server);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // that is what was wanted
    }
  }
}
