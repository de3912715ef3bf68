package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sockets and requests of a test, all of them bounded in time. */
final class WireClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 120;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  WireClient(int port) {
    this.port = port;
  }

  /** One open socket and what came over it. */
  static final class Socket {
    private final WebSocket socket;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private Socket(WebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(frames::add);
      socket.frameHandler(frame -> {
        if (frame.isPing()) {
          pings.add(frame.binaryData().toString());
        }
      });
      socket.pongHandler(payload -> pongs.add(payload.toString()));
      socket.exceptionHandler(failure -> end.complete(String.valueOf(failure.getMessage())));
      socket.closeHandler(_ -> end.complete("closed " + socket.closeStatusCode()));
    }

    Socket send(String text) {
      var _ = socket.writeTextMessage(text);
      return this;
    }

    Socket pause() {
      socket.pause();
      return this;
    }

    JsonNode next() throws InterruptedException {
      String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame");
      }
      return parse(frame);
    }

    Socket ping(String payload) {
      var _ = socket.writePing(Buffer.buffer(payload));
      return this;
    }

    String nextPong() throws InterruptedException {
      String pong = pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (pong == null) {
        throw new AssertionError("no pong");
      }
      return pong;
    }

    /** Answers that nobody has taken. */
    List<String> pongs() {
      return List.copyOf(pongs);
    }

    String nextPing() throws InterruptedException {
      String ping = pings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (ping == null) {
        throw new AssertionError("no ping");
      }
      return ping;
    }

    /** Everything up to the answer to {@code request}, which holds {@code mark}. */
    List<String> before(String request, String mark) throws InterruptedException {
      send(request);
      List<String> earlier = new ArrayList<>();
      while (true) {
        String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
          throw new AssertionError("no answer to " + request);
        }
        if (frame.contains(mark)) {
          return earlier;
        }
        earlier.add(frame);
      }
    }

    /** All that Binance sent so far. */
    List<String> drainBinance() throws InterruptedException {
      return before("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"mark\"}", "\"id\":\"mark\"");
    }

    /** All that Bybit sent so far. */
    List<String> drainBybit() throws InterruptedException {
      return before("{\"op\":\"ping\",\"req_id\":\"mark\"}", "\"req_id\":\"mark\"");
    }

    /** Waits for the end of the connection and tells how it was. */
    String awaitEnd() throws Exception {
      return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean open() {
      return !end.isDone();
    }
  }

  Socket open(String path) throws Exception {
    return await(
        vertx
            .createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1 << 20))
            .connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path))
            .map(Socket::new));
  }

  /** HTTP status of a refused upgrade; 0 if the connection just broke. */
  int refusal(String path) throws Exception {
    try {
      open(path);
      return 101;
    } catch (ExecutionException failure) {
      return failure.getCause() instanceof UpgradeRejectedException rejected
          ? rejected.getStatus()
          : 0;
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  JsonNode json(String path) throws Exception {
    return parse(get(path).body());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> delete(String path) throws Exception {
    return http.send(request(path).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(text, malformed);
    }
  }

  void close() throws Exception {
    http.close();
    await(vertx.close());
  }
}
