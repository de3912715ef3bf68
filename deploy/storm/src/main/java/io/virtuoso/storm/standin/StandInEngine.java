package io.virtuoso.storm.standin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the engine's routes over HTTP/1.1 and counts who asked for what, and when. */
public final class StandInEngine implements AutoCloseable {
  private static final int LATE_MS = 500;
  private static final int CUT = 512;
  private static final int HUGE = 40 << 20;

  private final ServerSocket listener;
  private final Supplier<Market> market;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<Manner, AtomicInteger> answered = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile Function<DocumentKey, Manner> manners = _ -> Manner.HONEST;
  private volatile int delayMs;

  /**
   * A request that reached us.
   *
   * @param at on the clock of {@link System#nanoTime}
   */
  public record Call(DocumentKey key, long at) {}

  /** Starts on a free port. */
  public StandInEngine(Supplier<Market> market) throws IOException {
    this.market = market;
    this.listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("stand-in").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on answers each key in the manner that {@code wanted} says. */
  public void behave(Function<DocumentKey, Manner> wanted) {
    manners = wanted;
  }

  public void behave(Manner manner) {
    manners = _ -> manner;
  }

  /** From now on every answer takes so long. */
  public void delay(int ms) {
    delayMs = ms;
  }

  /** All calls since the latest {@link #forget}. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public long calls(DocumentKey key) {
    return calls.stream().filter(call -> call.key().equals(key)).count();
  }

  public void forget() {
    calls.clear();
    mostInFlight.set(inFlight.get());
  }

  /** How many answers were given in that manner since the start. */
  public int answered(Manner manner) {
    AtomicInteger count = answered.get(manner);
    return count == null ? 0 : count.get();
  }

  /** The most that were being answered at once since {@link #forget}. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      socket.setTcpNoDelay(true);
      boolean more = true;
      for (String line = in.readLine(); more && line != null; line = more ? in.readLine() : null) {
        String target = line.split(" ", -1)[1];
        for (String header = in.readLine(); header != null && !header.isEmpty(); ) {
          header = in.readLine();
        }
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
          more = answer(target, socket.getOutputStream());
        } finally {
          inFlight.decrementAndGet();
        }
      }
    } catch (IOException | InterruptedException gone) {
      // the gateway hung up
    }
  }

  /** Whether the connection can be used again. */
  private boolean answer(String target, OutputStream out) throws IOException, InterruptedException {
    Optional<DocumentKey> key = EngineRoutes.keyOf(target);
    if (key.isEmpty()) {
      out.write(head("404 Not Found", "application/json", 2, "").getBytes(ISO_8859_1));
      out.write("{}".getBytes(UTF_8));
      return true;
    }
    calls.add(new Call(key.get(), System.nanoTime()));
    Manner manner = manners.apply(key.get());
    answered.computeIfAbsent(manner, _ -> new AtomicInteger()).incrementAndGet();
    Thread.sleep(manner == Manner.LATE ? LATE_MS : delayMs);
    Optional<StoredDocument> found = market.get().find(key.get());
    if (found.isEmpty()) {
      out.write(head("404 Not Found", "application/json", 2, "").getBytes(ISO_8859_1));
      out.write("{}".getBytes(UTF_8));
      return true;
    }
    return answer(manner, found.get(), out);
  }

  private boolean answer(Manner manner, StoredDocument document, OutputStream out)
      throws IOException {
    byte[] body = document.body();
    String about = about(document);
    switch (manner) {
      case HONEST, LATE -> send(out, "200 OK", "application/json", about, body);
      case ERROR -> send(out, "500 Oops", "application/json", about, body);
      case HTML -> send(out, "200 OK", "text/html", about, "<html>it works</html>".getBytes(UTF_8));
      case NO_META ->
          send(out, "200 OK", "application/json", about, "{\"data\":{}}".getBytes(UTF_8));
      case WRONG_KEY -> {
        Market now = market.get();
        DocumentKey other = new DocumentKey("confluence/WRONGUSDT");
        StoredDocument wrong = now.document(other, Map.of("wrong", true));
        send(out, "200 OK", "application/json", about(wrong), wrong.body());
      }
      case FUTURE -> {
        Market then = new Market(System.currentTimeMillis() + 3_600_000);
        StoredDocument future = then.document(document.key(), Map.of("future", true));
        send(out, "200 OK", "application/json", about(future), future.body());
      }
      case GARBLED ->
          send(out, "200 OK", "application/json", about + "Content-Encoding: gzip\r\n", noise());
      case HUGE -> send(out, "200 OK", "application/json", about, huge());
      case CUT -> {
        out.write(head("200 OK", "application/json", body.length, about).getBytes(ISO_8859_1));
        out.write(body, 0, Math.min(CUT, body.length - 1));
        return false;
      }
      case LENGTH_LIE -> {
        out.write(head("200 OK", "application/json", body.length + 9, about).getBytes(ISO_8859_1));
        out.write(body);
        return false;
      }
      case ENDLESS -> {
        String more = about + "Transfer-Encoding: chunked\r\n";
        out.write(line("200 OK", "application/json", more).getBytes(ISO_8859_1));
        out.write((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
        out.write(body);
        out.write("\r\n".getBytes(ISO_8859_1));
        return false;
      }
    }
    return true;
  }

  /** Begins as gzip does. */
  private static byte[] noise() {
    byte[] noise = new byte[CUT];
    new Random(CUT).nextBytes(noise);
    noise[0] = 0x1f;
    noise[1] = (byte) 0x8b;
    return noise;
  }

  private static byte[] huge() {
    byte[] body = new byte[HUGE];
    Arrays.fill(body, (byte) ' ');
    body[0] = '{';
    return body;
  }

  private static void send(OutputStream out, String status, String type, String about, byte[] body)
      throws IOException {
    out.write(head(status, type, body.length, about).getBytes(ISO_8859_1));
    out.write(body);
  }

  private static String head(String status, String type, int length, String more) {
    return line(status, type, "Content-Length: " + length + "\r\n" + more);
  }

  private static String line(String status, String type, String more) {
    return "HTTP/1.1 %s\r\nContent-Type: %s\r\n%s\r\n".formatted(status, type, more);
  }

  private static String about(StoredDocument document) {
    return "X-Document-Key: %s\r\nX-Document-Version: %d\r\nX-Document-As-Of: %d\r\n"
        .formatted(document.key(), document.version(), document.asOfMs());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
