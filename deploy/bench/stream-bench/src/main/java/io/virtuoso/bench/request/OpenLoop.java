package io.virtuoso.bench.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Asks for one thing at a fixed rate, however long the answers take, over connections that carry
 * one request at a time. A latency counts from the moment at which the request was due, so whoever
 * would have asked during a stall feels it; requests for which no connection is free wait for one.
 */
final class OpenLoop {
  private static final long SECOND = 1_000_000_000;

  /** How long after the last one was due an answer is waited for. */
  private static final long PATIENCE = 5 * SECOND;

  /**
   * What to do.
   *
   * @param rate requests per second
   * @param warm not counted, at the beginning, ns
   * @param measured ns
   */
  private record Plan(
      int port, String request, double rate, long warm, long measured, int connections) {
    /** When a request is due, ns after the first. */
    long due(int request) {
      return (long) (request * (SECOND / rate));
    }

    int warmRequests() {
      return (int) (rate * warm / SECOND);
    }

    int requests() {
      return (int) (rate * (warm + measured) / SECOND);
    }
  }

  private final class Line {
    final SocketChannel socket;
    final AnswerReader answers = new AnswerReader();
    int asked;

    Line(SocketChannel socket) {
      this.socket = socket;
    }

    void ask(int request) throws IOException {
      asked = request;
      out.rewind();
      if (socket.write(out) < out.limit()) {
        throw new IOException("the server does not read");
      }
    }
  }

  private final Plan plan;
  private final Selector selector;
  private final ByteBuffer out;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 17);
  private final Queue<Line> idle = new ArrayDeque<>();
  private final int[] latencies;
  private final int[] lateness;
  private long begin;
  private int due;
  private int sent;
  private int answered;
  private int bad;

  private OpenLoop(Plan plan) throws IOException {
    this.plan = plan;
    this.selector = Selector.open();
    byte[] request = plan.request.getBytes(US_ASCII);
    this.out = ByteBuffer.allocateDirect(request.length).put(request);
    this.latencies = new int[plan.requests()];
    this.lateness = new int[plan.requests()];
  }

  /**
   * Arguments: port, path, a header, requests/s, warm s, measured s, connections. Prints answers/s,
   * p50, p99 and maximum of the latency, p99 of how late this program itself noticed that a request
   * was due, all in µs, the share of a core that it took, and answers that were none.
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    String request =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n\r\n".formatted(args[1], port, args[2]);
    new OpenLoop(
            new Plan(
                port,
                request,
                Double.parseDouble(args[3]),
                Long.parseLong(args[4]) * SECOND,
                Long.parseLong(args[5]) * SECOND,
                Integer.parseInt(args[6])))
        .run();
  }

  private void run() throws IOException {
    for (int i = 0; i < plan.connections; i++) {
      connect();
    }
    int all = plan.requests();
    long cpu = cpu();
    begin = System.nanoTime();
    while (answered < all && now() < plan.warm + plan.measured + PATIENCE) {
      for (long now = now(); due < all && plan.due(due) <= now; due++) {
        lateness[due] = micros(now - plan.due(due));
      }
      while (sent < due && !idle.isEmpty()) {
        idle.remove().ask(sent++);
      }
      selector.selectNow(this::ready);
    }
    cpu = 100 * (cpu() - cpu) / now();
    int from = plan.warmRequests();
    long inTime = Arrays.stream(latencies, from, all).filter(us -> us > 0).count();
    for (int request = from; request < all; request++) {
      if (latencies[request] == 0) { // none came: at least that long
        latencies[request] = micros(now() - plan.due(request));
      }
    }
    System.out.printf(
        "%d %d %d %d %d %d %d%n",
        inTime * SECOND / plan.measured,
        percentile(latencies, from, 0.5),
        percentile(latencies, from, 0.99),
        percentile(latencies, from, 1),
        percentile(lateness, from, 0.99),
        cpu,
        bad + all - answered);
  }

  private void connect() throws IOException {
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port));
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.configureBlocking(false);
    Line line = new Line(socket);
    socket.register(selector, SelectionKey.OP_READ, line);
    idle.add(line);
  }

  private void ready(SelectionKey key) {
    Line line = (Line) key.attachment();
    try {
      in.clear();
      if (line.socket.read(in) < 0) {
        throw new EOFException("the server hung up");
      }
      in.flip();
      if (line.answers.take(in)) {
        int status = line.answers.status();
        bad += status == 200 || status == 304 ? 0 : 1;
        latencies[line.asked] = Math.max(1, micros(now() - plan.due(line.asked)));
        answered++;
        idle.add(line);
      }
    } catch (IOException broken) {
      key.cancel();
      bad++;
    }
  }

  private long now() {
    return System.nanoTime() - begin;
  }

  private static int micros(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
  }

  private static int percentile(int[] all, int from, double share) {
    int[] sorted = Arrays.copyOfRange(all, from, all.length);
    Arrays.sort(sorted);
    return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
