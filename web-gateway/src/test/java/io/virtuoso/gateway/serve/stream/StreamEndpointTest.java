package io.virtuoso.gateway.serve.stream;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.gateway.serve.guard.SecurityHeaders;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class StreamEndpointTest {
  private static final String PROTOCOL = "virtuoso.v1.json";

  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/ws")
  URI base;

  @Inject Upgrades upgrades;

  /** Remembers the last request for a stream for as long as anybody else does. */
  @Singleton
  static class Upgrades {
    volatile WeakReference<RoutingContext> last = new WeakReference<>(null);

    void install(@Observes Router router) {
      router
          .route("/ws")
          .order(-2)
          .handler(request -> {
            last = new WeakReference<>(request);
            request.next();
          });
    }
  }

  private static final class Listener implements WebSocket.Listener {
    final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      partial.append(text);
      if (last) {
        frames.add(Client.json(partial.toString().getBytes(StandardCharsets.UTF_8)));
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    JsonNode awaitOp(String op) {
      return await(frame -> isOf(op, frame));
    }

    /** The first frame of which that is true, once it has come. */
    JsonNode await(Predicate<JsonNode> wanted) {
      Patience.await().until(() -> frames.stream().anyMatch(wanted));
      return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    List<JsonNode> all(String op) {
      return frames.stream().filter(frame -> isOf(op, frame)).toList();
    }

    private static boolean isOf(String op, JsonNode frame) {
      return op.equals(frame.path("op").asText());
    }
  }

  private final Listener listener = new Listener();

  @Test
  void aPublishedDocumentReachesTheBrowserAsADelta() {
    long before = publish();
    WebSocket socket = connect(PROTOCOL, null);
    assertThat(socket.getSubprotocol()).isEqualTo(PROTOCOL);
    say(socket, "{\"op\":\"hello\"}");
    assertThat(listener.awaitOp("welcome").at("/limits/subscriptions").intValue()).isEqualTo(50);
    say(socket, "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"overview\",\"hz\":4}");
    JsonNode snapshot = listener.awaitOp("snapshot");
    listener.await(frame -> tells(before, frame));
    long published = publish();
    JsonNode delta = listener.await(frame -> tells(published, frame));
    assertThat(delta.get("op").asText()).isEqualTo("delta");
    assertThat(delta.at("/set/scored").isMissingNode()).isTrue();
    JsonNode last = snapshot;
    for (JsonNode each : listener.all("delta")) { // others' that were published before come first
      assertThat(each.get("prev")).isEqualTo(last.get("seq"));
      last = each;
    }
    assertThat(last).isEqualTo(delta);
    listener.await(f -> f.at("/seq/overview").equals(delta.get("seq")));
    say(socket, "{\"op\":\"ping\"}");
    listener.awaitOp("pong");
    socket.abort();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "virtuoso.v1.json,https://evil.example,403",
        "virtuoso.v1.json,null,403",
        "virtuoso.v2.json,-,400",
        "-,-,400"
      })
  void strangersAreRefusedBeforeTheUpgrade(
      @Nullable String protocol, @Nullable String origin, int status) {
    assertThat(refusal(protocol, origin)).isEqualTo(status);
  }

  @Test
  void theRefusalOfAnUpgradeIsAProblem() throws IOException {
    String trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (RawSocket socket =
        new RawSocket(base.getPort(), 0, "Origin: https://evil.example", trace)) {
      String head = socket.upgraded();
      assertThat(head)
          .startsWith("HTTP/1.1 403 ")
          .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n")
          .doesNotContainIgnoringCase("\r\nRetry-After:");
      SecurityHeaders.forEach((name, value) ->
          assertThat(head).containsIgnoringCase("\r\n" + name + ": " + value + "\r\n"));
      assertThat(Client.json(socket.refusal().getBytes(StandardCharsets.UTF_8)))
          .isEqualTo(
              Client.json(
                  Problem.of(
                          403,
                          "foreign_origin",
                          "Only pages of this site may open the stream; its operator says which"
                              + " those are.")
                      .at("/ws", "0af7651916cd43dd8448eb211c80319c")
                      .json()));
    }
  }

  /** What a connection keeps of it is kept thousands of times. */
  @Test
  void nothingHoldsTheRequestOnceItIsAStream() {
    WebSocket socket = connect(PROTOCOL, null);
    say(socket, "{\"op\":\"hello\"}");
    listener.awaitOp("welcome");
    await()
        .until(() -> {
          System.gc();
          return upgrades.last.refersTo(null);
        });
    say(socket, "{\"op\":\"ping\"}");
    listener.awaitOp("pong");
    socket.abort();
  }

  @Test
  void theOwnPageIsLetIn() {
    connect(PROTOCOL, "http://" + base.getAuthority()).abort();
  }

  @Test
  void aLongMessageEndsTheConnection() {
    WebSocket socket = connect(PROTOCOL, null);
    say(socket, "{\"op\":\"ping\",\"x\":\"" + "x".repeat(17_000) + "\"}");
    await().until(listener.closed::isDone);
    assertThat(listener.closed.join()).isEqualTo(1009);
    assertThat(listener.frames).isEmpty();
  }

  @Test
  void aChatteringClientIsClosed() {
    WebSocket socket = connect(PROTOCOL, null);
    for (int i = 0; i < 60 && !socket.isInputClosed(); i++) {
      say(socket, "{\"op\":\"ping\"}");
    }
    await().until(listener.closed::isDone);
    assertThat(listener.closed.join()).isEqualTo(1008);
  }

  private int refusal(@Nullable String protocol, @Nullable String origin) {
    try {
      connect(protocol, origin).abort();
      return 101;
    } catch (CompletionException refused) {
      return refused.getCause() instanceof WebSocketHandshakeException handshake
          ? handshake.getResponse().statusCode()
          : -1;
    }
  }

  private WebSocket connect(@Nullable String protocol, @Nullable String origin) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (protocol != null) {
      builder.subprotocols(protocol);
    }
    if (origin != null) {
      builder.header("Origin", origin);
    }
    return builder.buildAsync(URI.create("ws://" + base.getAuthority() + "/ws"), listener).join();
  }

  private static void say(WebSocket socket, String text) {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException closed) {
      assertThat(socket.isOutputClosed() || socket.isInputClosed()).isTrue();
    }
  }

  private static boolean tells(long symbols, JsonNode frame) {
    return frame.at("/data/symbols").longValue() == symbols
        || frame.at("/set/symbols").longValue() == symbols;
  }

  /** Publishes an overview and returns its number of symbols, which no other overview has. */
  private long publish() {
    StoredDocument overview =
        Documents.newest(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":%d,\"scored\":3}"::formatted);
    redis.publish(overview);
    return overview.version();
  }
}
