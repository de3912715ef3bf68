package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.HttpConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** G8: requests that are too long, too many or not quite HTTP. */
final class OddRequests implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String END = "Host: 127.0.0.1\r\n\r\n";
  private static final int REFUSED_SILENTLY = 0;

  /**
   * One of them.
   *
   * @param allowed statuses that are right; 0 stands for closing without a word
   */
  private record Odd(String name, String request, Set<Integer> allowed) {}

  @Override
  public String code() {
    return "G8";
  }

  @Override
  public String title() {
    return "oversized and odd requests";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int port = arena.gateway().port();
    try (Load load = Load.on(port, report)) {
      List<Odd> all = all();
      int wrong = 0;
      int leaks = 0;
      for (Odd odd : all) {
        Answer answer = ask(port, odd.request);
        int status = answer == null ? REFUSED_SILENTLY : answer.status();
        String text = answer == null ? "" : answer.text();
        boolean right = odd.allowed.contains(status);
        boolean leaks1 = text.contains("\tat ") || text.contains("Exception");
        if (!right || leaks1) {
          report.note(odd.name + ": " + status + (leaks1 ? " with a stack trace" : ""));
        }
        wrong += right ? 0 : 1;
        leaks += leaks1 ? 1 : 0;
      }
      report.injected("odd requests", all.size());
      report.exactly("answered otherwise than they should", wrong, 0, "of " + all.size());
      report.never("bodies that tell of our insides", leaks, "");
      report.served(load.stop().all(), 100);
    }
  }

  private static List<Odd> all() {
    String get = "GET /api/dashboard/overview HTTP/1.1\r\n";
    String post = "POST /api/dashboard/overview HTTP/1.1\r\n";
    String many = "a=1&".repeat(60) + "b=2";
    return List.of(
        new Odd(
            "a body of 70 KB",
            post + "Content-Length: 71680\r\n" + END + "x".repeat(71_680),
            Set.of(413, 405)),
        new Odd(
            "a header of 9 KB", get + "X-Long: " + "x".repeat(9_000) + "\r\n" + END, Set.of(431)),
        new Odd("a path of 5 KB", "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n" + END, Set.of(414)),
        new Odd(
            "61 parameters",
            "GET /api/market/symbols?" + many + " HTTP/1.1\r\n" + END,
            Set.of(400)),
        new Odd(
            "Content-Length and chunked",
            post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + END + "0\r\n\r\n",
            Set.of(400, REFUSED_SILENTLY)),
        new Odd(
            "two Content-Lengths",
            post + "Content-Length: 5\r\nContent-Length: 6\r\n" + END + "hello",
            Set.of(400, REFUSED_SILENTLY)),
        new Odd("two Hosts", get + "Host: evil.example\r\n" + END, Set.of(400)),
        new Odd("no Host", get + "\r\n", Set.of(400)),
        new Odd(
            "a NUL in the path",
            "GET /api/market/BTC%00USDT/book HTTP/1.1\r\n" + END,
            Set.of(400, 404)),
        new Odd("a raw NUL", "GET /api/\0 HTTP/1.1\r\n" + END, Set.of(400, 404, REFUSED_SILENTLY)),
        new Odd(
            "CR and LF in the path",
            "GET /api/market/BTC%0d%0aset/book HTTP/1.1\r\n" + END,
            Set.of(400, 404)),
        new Odd("a name with a space", get + "X Bad: 1\r\n" + END, Set.of(400, REFUSED_SILENTLY)),
        new Odd(
            "no HTTP at all",
            "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
            Set.of(400, REFUSED_SILENTLY)),
        new Odd("TRACE", "TRACE / HTTP/1.1\r\n" + END, Set.of(405, 501)),
        new Odd(
            "CONNECT",
            "CONNECT evil.example:443 HTTP/1.1\r\n" + END,
            Set.of(400, 404, 405, 501, REFUSED_SILENTLY)),
        new Odd("a double slash", "GET //api/dashboard/overview HTTP/1.1\r\n" + END, Set.of(400)),
        new Odd("dot segments", "GET /api/x/../dashboard/overview HTTP/1.1\r\n" + END, Set.of(400)),
        new Odd(
            "a matrix parameter",
            "GET /api/dashboard/overview;x=1 HTTP/1.1\r\n" + END,
            Set.of(400)),
        new Odd(
            "an unknown parameter",
            "GET /api/dashboard/overview?x=1 HTTP/1.1\r\n" + END,
            Set.of(400)));
  }

  /** Null when the connection was closed without an answer. */
  private static @Nullable Answer ask(int port, String request) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpConnection connection =
        HttpConnection.open(InetAddress.getByName("127.0.0.8"), port, deadline)) {
      try {
        connection.send(request.getBytes(ISO_8859_1));
      } catch (IOException closedMeanwhile) {
        // the answer may lie there all the same
      }
      return connection.receive("GET", deadline);
    } catch (EOFException | SocketException closed) {
      return null;
    }
  }
}
