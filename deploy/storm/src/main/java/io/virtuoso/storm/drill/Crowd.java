package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.bench.stream.Delays;
import io.virtuoso.bench.stream.Listener;
import io.virtuoso.bench.stream.Masked;
import io.virtuoso.bench.stream.Stamps;
import io.virtuoso.bench.stream.Upgrade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many streams of the scores, read by one thread; fifty come from each loopback address. Joined and
 * dropped from one other thread.
 */
final class Crowd implements AutoCloseable {
  private static final int PER_ADDRESS = 50;
  private static final int PER_NET = 250;
  private static final int DEAF_BUFFER = 4_096;
  private static final int TEXT = 1;
  private static final int PONG = 10;
  private static final long SECOND = 1_000_000_000;

  private final int port;
  private final String greeting;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final Stamps stamps = new Stamps();
  private final Delays delays = new Delays();
  private final List<SocketChannel> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger following = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Thread thread = new Thread(this::read, "crowd");
  private int addressed;

  /**
   * Nobody yet.
   *
   * @param hz at which the scores are followed
   */
  Crowd(int port, int hz) throws IOException {
    this.port = port;
    this.greeting = "{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":%d}".formatted(hz);
    this.selector = Selector.open();
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds readers, so many a second. */
  void join(int count, int perSecond) throws IOException {
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      await(began + i * SECOND / perSecond);
      SocketChannel socket = open(0);
      socket.configureBlocking(false);
      socket.register(
          selector, SelectionKey.OP_READ, new Listener(socket, new Member(), stamps, null));
      selector.wakeup();
    }
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Subscribes streams from which nothing is ever read. */
  List<SocketChannel> deaf(int count) throws IOException {
    List<SocketChannel> deaf = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SocketChannel socket = open(DEAF_BUFFER);
      socket.read(ByteBuffer.allocate(64)); // the upgrade's first bytes
      greet(socket);
      deaf.add(socket);
    }
    return deaf;
  }

  /** Says something on a socket; whether the other side still takes it. */
  static boolean isOpen(SocketChannel socket) {
    try {
      socket.write(Masked.frame(PONG, new byte[0]));
      return true;
    } catch (IOException reset) {
      return false;
    }
  }

  /** How many have heard a delta since they joined. */
  int following() {
    return following.get();
  }

  /** How many were closed by the gateway. */
  int closed() {
    return closed.get();
  }

  /** From the table's time to its arrival, ms, for that share of all deltas. */
  int delayMs(double share) {
    synchronized (delays) {
      return delays.atMost(share);
    }
  }

  long heard() {
    synchronized (delays) {
      return delays.total();
    }
  }

  void forgetDelays() {
    synchronized (delays) {
      delays.clear();
    }
  }

  /** Cuts all at once, without a word. */
  void drop() throws IOException {
    for (SocketChannel socket : sockets) {
      socket.close();
    }
    sockets.clear();
    following.set(0);
    selector.wakeup();
  }

  private SocketChannel open(int buffer) throws IOException {
    int address = addressed++ / PER_ADDRESS;
    String from = "127.1.%d.%d".formatted(address / PER_NET, address % PER_NET + 1);
    SocketChannel socket = SocketChannel.open();
    sockets.add(socket);
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    if (buffer > 0) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
    }
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.write(ByteBuffer.wrap(Upgrade.request(port, "/ws", "virtuoso.v1.json")));
    return socket;
  }

  private void greet(SocketChannel socket) throws IOException {
    socket.write(Masked.frame(TEXT, greeting.getBytes(UTF_8)));
  }

  private void read() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (ClosedSelectorException ended) {
      // which is what close does
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void ready(SelectionKey key) {
    Listener listener = (Listener) key.attachment();
    SocketChannel socket = (SocketChannel) key.channel();
    try {
      in.clear();
      if (socket.read(in) < 0) {
        closed.incrementAndGet();
        socket.close();
        return;
      }
      in.flip();
      boolean before = listener.isUpgraded();
      listener.take(in);
      if (!before && listener.isUpgraded()) {
        greet(socket);
      }
    } catch (IOException gone) {
      if (socket.isOpen()) { // else it was dropped on purpose
        closed.incrementAndGet();
      }
      key.cancel();
    }
  }

  /** One reader. */
  private final class Member implements Listener.Ear {
    private boolean follows;

    @Override
    public void heard(long asOfMs) {
      if (!follows) {
        follows = true;
        following.incrementAndGet();
      }
      synchronized (delays) {
        delays.add(System.currentTimeMillis() - asOfMs);
      }
    }

    @Override
    public void closed(int code) {
      // the end of the connection is counted
    }
  }

  @Override
  public void close() throws IOException {
    drop();
    selector.close();
  }
}
