package io.virtuoso.bench.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of WebSockets on one thread. Says on standard output when everybody is connected, when
 * the measured time begins and ends, and what was heard in it.
 */
final class Crowd implements Listener.Ear {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final int AT_ONCE = 100;
  private static final int DEAF_BUFFER = 4_096;
  private static final int PONG = 10;
  private static final long RESET_MS = 500;

  /** How long after the measured time what was sent in it may arrive. */
  private static final long LATE_MS = 2_000;

  /**
   * What to do.
   *
   * @param target path and query of the socket
   * @param protocol offered; empty for none
   * @param greeting texts sent after the upgrade
   * @param deaf how many more subscribe when the measured time begins, and never read
   * @param warmMs before the measured time
   * @param record file for the frames that one listener hears; null for none
   */
  private record Plan(
      int port,
      String target,
      String protocol,
      List<String> greeting,
      int listeners,
      int deaf,
      long warmMs,
      long measuredMs,
      @Nullable Path record) {}

  private final Plan plan;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private Delays delays = new Delays();
  private final Stamps stamps = new Stamps();
  private final List<SocketChannel> deaf = new ArrayList<>();
  private int upgraded;
  private int closed;
  private long from = Long.MAX_VALUE;
  private long to = Long.MAX_VALUE;
  private long complete;

  private Crowd(Plan plan) throws IOException {
    this.plan = plan;
    this.selector = Selector.open();
  }

  /** Arguments: port, target, protocol or -, listeners, deaf, warm s, measured s, file or -. */
  public static void main(String[] args) throws IOException {
    boolean ours = !args[2].equals("-");
    List<String> greeting =
        ours
            ? List.of(
                "{\"op\":\"hello\"}", "{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":4}")
            : List.of();
    new Crowd(
            new Plan(
                Integer.parseInt(args[0]),
                args[1],
                ours ? args[2] : "",
                greeting,
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                Long.parseLong(args[5]) * 1_000,
                Long.parseLong(args[6]) * 1_000,
                args[7].equals("-") ? null : Path.of(args[7])))
        .run();
  }

  private void run() throws IOException {
    long begun = CLOCK.millis();
    for (int i = 0; i < plan.listeners; i++) {
      connect(i == 0 && plan.record != null ? this::record : null);
      if (i % AT_ONCE == AT_ONCE - 1) {
        listenUntil(() -> upgraded >= plan.listeners || upgraded > deafened());
      }
    }
    listenUntil(() -> upgraded == plan.listeners);
    for (int i = 0; i < plan.deaf; i++) {
      connectDeaf();
    }
    say("connected " + plan.listeners + " in_ms " + (CLOCK.millis() - begun));
    listenFor(plan.warmMs);
    delays = new Delays();
    say("begin");
    from = CLOCK.millis();
    to = from + plan.measuredMs;
    long cpu = cpuMs();
    for (SocketChannel socket : deaf) {
      greet(socket);
    }
    listenFor(plan.measuredMs);
    long took = CLOCK.millis() - from;
    cpu = cpuMs() - cpu;
    say("end");
    Delays measured = delays;
    delays = new Delays();
    listenFor(LATE_MS);
    say(
        "delivered %d per_second %d p50 %d p99 %d max %d closed %d core %d cut %d complete %d from %d to %d"
            .formatted(
                measured.total(),
                measured.total() * 1_000 / took,
                measured.atMost(0.5),
                measured.atMost(0.99),
                measured.atMost(1),
                closed,
                100 * cpu / took,
                cut(),
                complete,
                from,
                to));
  }

  /** How many deaf ones the server has given up. */
  private long cut() throws IOException {
    deaf.forEach(Crowd::isReset); // what is said to a closed socket is answered by a reset
    listenFor(RESET_MS);
    return deaf.stream().filter(Crowd::isReset).count();
  }

  private static boolean isReset(SocketChannel socket) {
    try {
      socket.write(Masked.frame(PONG, new byte[0]));
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static long cpuMs() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  /** How many are connected that many connections ago, so that few wait at once. */
  private int deafened() {
    return selector.keys().size() - AT_ONCE;
  }

  private void connect(@Nullable Consumer<byte[]> whole) throws IOException {
    SocketChannel socket = SocketChannel.open(address());
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.write(ByteBuffer.wrap(Upgrade.request(plan.port, plan.target, plan.protocol)));
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ, new Listener(socket, this, stamps, whole));
  }

  private void connectDeaf() throws IOException {
    SocketChannel socket = SocketChannel.open();
    socket.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_BUFFER);
    socket.connect(address());
    socket.write(ByteBuffer.wrap(Upgrade.request(plan.port, plan.target, plan.protocol)));
    socket.read(ByteBuffer.allocate(64)); // the upgrade's first bytes, and never again
    deaf.add(socket);
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port);
  }

  private void greet(SocketChannel socket) throws IOException {
    for (String text : plan.greeting) {
      socket.write(Masked.frame(1, text.getBytes(UTF_8)));
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void listenUntil(Condition condition) throws IOException {
    while (!condition.holds()) {
      listen(100);
    }
  }

  private void listenFor(long ms) throws IOException {
    long end = CLOCK.millis() + ms;
    for (long left = ms; left > 0; left = end - CLOCK.millis()) {
      listen(left);
    }
  }

  private void listen(long ms) throws IOException {
    selector.select(this::ready, ms);
  }

  private void ready(SelectionKey key) {
    Listener listener = (Listener) key.attachment();
    SocketChannel socket = (SocketChannel) key.channel();
    try {
      in.clear();
      if (socket.read(in) < 0) {
        closed++;
        socket.close();
        return;
      }
      in.flip();
      boolean before = listener.isUpgraded();
      listener.take(in);
      if (!before && listener.isUpgraded()) {
        upgraded++;
        greet(socket);
      }
    } catch (IOException gone) {
      closed++;
      key.cancel();
    }
  }

  @Override
  public void heard(long asOfMs) {
    delays.add(CLOCK.millis() - asOfMs);
    if (asOfMs >= from && asOfMs < to) {
      complete++;
    }
  }

  @Override
  public void closed(int code) {
    say("the server closed with " + code);
  }

  private void record(byte[] frame) {
    Path file = plan.record;
    if (file == null) {
      return;
    }
    try {
      byte[] line = (new String(frame, UTF_8) + "\n").getBytes(UTF_8);
      Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void say(String line) {
    PrintStream out = System.out;
    out.println(line);
    out.flush();
  }
}
