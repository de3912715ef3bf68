package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.HttpConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * G12: somebody tries to make the gateway connect elsewhere, to do what only administrators may,
 * and to find out its secrets.
 */
final class Intruder implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String VISITOR = "127.0.0.8";
  private static final String GUESSER = "127.0.0.9";
  private static final int GUESSES = 20;

  /** All but the five that a client may have wrong in a minute. */
  private static final double GUESSES_LIMITED = 15;

  private static final String SECRET = "canary-4f1d8a0be77c4a6e9d25c3b8f06e2a91";

  @Override
  public String code() {
    return "G12";
  }

  @Override
  public String title() {
    return "SSRF, administration, secrets";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (ServerSocket trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Gateway gateway =
            arena.startGateway(
                "gateway-with-secret",
                Map.of("virtuoso.gateway.guard.keys", "canary:admin:" + sha256(SECRET)))) {
      AtomicInteger caught = new AtomicInteger();
      Thread.ofVirtual().start(() -> watch(trap, caught));
      arena.awaitFresh(gateway);
      forgeries(gateway, report, trap.getLocalPort());
      report.never("connections to where the requests pointed", caught.get(), "");
      administration(gateway, report);
      guesses(gateway, report);
      secrets(gateway, report);
    }
  }

  private static void watch(ServerSocket trap, AtomicInteger caught) {
    while (!trap.isClosed()) {
      try {
        trap.accept().close();
        caught.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void forgeries(Gateway gateway, Report report, int trap) throws IOException {
    String there = "127.0.0.1:" + trap;
    List<String> requests =
        List.of(
            "GET http://"
                + there
                + "/api/dashboard/overview HTTP/1.1\r\nHost: "
                + there
                + "\r\n\r\n",
            "GET /api/dashboard/overview HTTP/1.1\r\nHost: " + there + "\r\n\r\n",
            "GET /api/market/overview HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: "
                + there
                + "\r\n\r\n",
            "GET /api/dashboard/overview?url=http://" + there + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET //" + there + "/latest/meta-data HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET //169.254.169.254/latest HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/market/@" + there + "/book HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /api/market/..%2f..%2f" + there + "/book HTTP/1.1\r\nHost: x\r\n\r\n");
    for (String request : requests) {
      send(VISITOR, gateway.port(), request);
    }
    report.injected("forged requests", requests.size());
  }

  private static void administration(Gateway gateway, Report report) throws IOException {
    int admitted = 0;
    List<String> keys =
        List.of("", "X-API-Key: guess\r\n", "Authorization: Bearer " + "0".repeat(40) + "\r\n");
    for (String path :
        List.of(
            "/api/cache/invalidate",
            "/api//cache/invalidate",
            "/api/cache/invalidate/",
            "/api/cache/invalidate;x=1",
            "/api/x/../cache/invalidate",
            "/api/cache/%69nvalidate")) {
      for (String key : keys) {
        for (String method : List.of("GET", "POST")) {
          int status =
              send(
                  VISITOR,
                  gateway.port(),
                  method
                      + " "
                      + path
                      + " HTTP/1.1\r\nHost: x\r\n"
                      + key
                      + "Content-Length: 0\r\n\r\n");
          admitted += status >= 200 && status < 400 ? 1 : 0;
        }
      }
    }
    report.never("administrative requests that succeeded", admitted, "");
  }

  /** Somebody from whom no wrong key has come yet tries one after the other. */
  private static void guesses(Gateway gateway, Report report) throws IOException {
    int admitted = 0;
    int limited = 0;
    for (int i = 0; i < GUESSES; i++) {
      int status =
          send(
              GUESSER,
              gateway.port(),
              "POST /api/cache/invalidate HTTP/1.1\r\nHost: x\r\nX-API-Key: guess-"
                  + i
                  + "-0123456789012345678901234567\r\nContent-Length: 0\r\n\r\n");
      admitted += status >= 200 && status < 400 ? 1 : 0;
      limited += status == 429 ? 1 : 0;
    }
    report.never("wrong keys that were let in", admitted, "of " + GUESSES);
    report.atLeast("wrong keys answered with 429", limited, GUESSES_LIMITED, "of " + GUESSES);
    report.exactly(
        "lines of the log about who tried them", gateway.logLinesWith(" " + GUESSER + " "), 1, "");
  }

  private static void secrets(Gateway gateway, Report report) throws IOException {
    int seen = Files.readString(gateway.child().log()).contains(SECRET) ? 1 : 0;
    int leaks = 0;
    for (String path :
        List.of(
            "/",
            "/api/status",
            "/api/cache/metrics",
            "/api/performance",
            "/api/openapi.json",
            "/q/health",
            "/q/metrics",
            "/q/info",
            "/q/dev-ui",
            "/.env",
            "/api/market/x/book",
            "/api/market/symbols?limit=x",
            "/application.yaml",
            "/favicon.ico")) {
      Answer answer = gateway.get(path);
      String all = answer.text() + answer.headers();
      seen += all.contains(SECRET) ? 1 : 0;
      boolean leaks1 =
          all.contains("\tat io.")
              || all.contains("java.lang.")
              || answer.header("Server").isPresent();
      leaks += leaks1 ? 1 : 0;
      if (leaks1) {
        report.note(path + " tells of our insides");
      }
    }
    report.never("places where the key is shown", seen, "");
    report.never("answers that tell of our insides", leaks, "");
  }

  /** The status; 0 when the connection was closed without an answer. */
  private static int send(String from, int port, String request) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpConnection connection =
        HttpConnection.open(InetAddress.getByName(from), port, deadline)) {
      connection.send(request.getBytes(ISO_8859_1));
      return connection.receive("GET", deadline).status();
    } catch (EOFException | SocketException closed) {
      return 0;
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
