package io.virtuoso.gateway.route.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.gateway.observe.trace.TraceContext;
import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client does with its connections, seen from a server that speaks bytes. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class EngineConnectionTest {
  private static final Target TARGET = new Target("/api/dashboard/status", Map.of());
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final long PIECE_MS = 20;

  @Inject Vertx vertx;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Consumer<NetSocket> manner;
  private NetServer server;
  private EngineClient client;

  /** A deadline that only a test of deadlines should meet is long. */
  private record Terms(URI url, Duration deadline, MemorySize maxBody)
      implements GatewaySettings.Engine {
    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(5);
    }
  }

  @BeforeEach
  void listen() {
    server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(this::accept)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    client = client(Duration.ofMinutes(5));
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsAskedAndAnsweredIsHandedOnAsItIs() {
    answer(OK + "X-Document-Version: 7\r\nContent-Length: 2\r\n\r\n{}");
    Map<String, String> query = new LinkedHashMap<>();
    query.put("symbol", "LIEUSDT");
    query.put("interval", "1m");
    query.put("limit", "500");
    TraceContext trace = new TraceContext(1, 2, 3, 1, "vendor=1");
    RestResponse<byte[]> answer =
        client.get(new Target("/api/candles", query), trace).await().atMost(Patience.LONG);
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getHeaderString("X-Document-Version")).isEqualTo("7");
    assertThat(answer.getEntity()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(requests.getFirst())
        .startsWith("GET /api/candles?symbol=LIEUSDT&interval=1m&limit=500 HTTP/1.1\r\n")
        .containsIgnoringCase("\r\naccept: application/json\r\n")
        .containsIgnoringCase("\r\ntraceparent: " + trace.header() + "\r\n")
        .containsIgnoringCase("\r\ntracestate: vendor=1\r\n")
        .doesNotContainIgnoringCase("accept-encoding");
  }

  @Test
  void aConnectionIsUsedAgain() {
    answer(OK + "Content-Length: 2\r\n\r\n{}");
    for (int i = 0; i < 20; i++) {
      assertThat(ask().join()).isInstanceOf(RestResponse.class);
    }
    assertThat(requests).hasSize(20);
    assertThat(opened).hasValue(1);
  }

  @Test
  void aRedirectIsAnAnswer() {
    answer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    assertThat(ask().join()).isInstanceOf(RestResponse.class);
    assertThat(requests).hasSize(1);
  }

  static Stream<Arguments> unending() {
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        Arguments.of("no answer", "", ""),
        Arguments.of("headers without end", OK, "X-More: 1\r\n"),
        Arguments.of("body without end", OK + chunked, "1\r\n \r\n"),
        Arguments.of("an error's body", "HTTP/1.1 500 No\r\n" + chunked, "1\r\n \r\n"),
        Arguments.of(
            "events",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + chunked,
            "9\r\ndata: 1\n\n\r\n"),
        Arguments.of(
            "parts",
            "HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=x\r\n" + chunked,
            "1\r\n \r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unending")
  void whatDoesNotEndIsEndedByTheDeadline(String name, String start, String more) throws Exception {
    manner = trickling(start, more);
    client.close();
    client = client(Duration.ofMillis(300));
    assertThat(ask().join()).isInstanceOf(EngineClient.Slow.class);
    await().atMost(Patience.LONG).until(() -> open.get() == 0);
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unending")
  void whoeverLeavesClosesTheConnection(String name, String start, String more) {
    manner = trickling(start, more);
    Cancellable caller =
        client.get(TARGET, TraceContext.begin()).subscribe().with(a -> {}, failure -> {});
    await().atMost(Patience.LONG).until(() -> requests.size() == 1);
    caller.cancel();
    await().atMost(Patience.LONG).until(() -> open.get() == 0);
  }

  @Test
  void whoeverLeavesBeforeThereIsAConnectionTakesNoPlace() throws Exception {
    client.close();
    client = client(Duration.ofMillis(300));
    answer(OK + "Content-Length: 2\r\n\r\n{}");
    for (int i = 0; i < 50; i++) {
      client.get(TARGET, TraceContext.begin()).subscribe().with(a -> {}, f -> {}).cancel();
    }
    await().atMost(Patience.LONG).until(() -> ask().join() instanceof RestResponse);
    for (int i = 0; i < 50; i++) {
      assertThat(ask().join()).isInstanceOf(RestResponse.class);
    }
  }

  static Stream<Arguments> tooLong() {
    String piece = "x".repeat(16_000);
    String chunk = Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        Arguments.of("a document", OK + chunked, chunk),
        Arguments.of("an error", "HTTP/1.1 500 No\r\n" + chunked, chunk),
        Arguments.of("a redirect", "HTTP/1.1 302 No\r\nLocation: /\r\n" + chunked, chunk),
        Arguments.of("one that says it", OK + "Content-Length: 4000000000\r\n\r\n", piece));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLong")
  void whatIsTooLongIsNotReadToItsEnd(String name, String start, String more) {
    manner = flooding(start, more);
    assertThat((Throwable) ask().join())
        .isInstanceOf(EngineReply.Unbelievable.class)
        .hasMessageContaining("longer than 4194304 bytes");
    await().atMost(Patience.LONG).until(() -> open.get() == 0);
    assertThat(requests).hasSize(1);
  }

  @Test
  void partsAreNotCollected() {
    String parts = "HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=x\r\n";
    manner = flooding(parts + "Transfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n");
    Cancellable caller =
        client.get(TARGET, TraceContext.begin()).subscribe().with(a -> {}, failure -> {});
    await().atMost(Patience.LONG).until(() -> requests.size() == 1 && open.get() == 0);
    caller.cancel();
  }

  @Test
  void headersAreBounded() {
    manner = flooding(OK, "X-More: " + "x".repeat(1_000) + "\r\n");
    assertThat(ask().join()).isInstanceOf(EngineClient.Unreached.class);
    await().atMost(Patience.LONG).until(() -> open.get() == 0);
  }

  @Test
  void whatTheEngineNeverSawIsToldFromWhatItCutShort() {
    manner = NetSocket::close;
    assertThat(ask().join()).isInstanceOf(EngineClient.Unreached.class);
    manner = socket -> socket.end(Buffer.buffer(OK + "Content-Length: 9\r\n\r\n{"));
    assertThat(ask().join()).isInstanceOf(EngineReply.Unbelievable.class);
    server.close().toCompletionStage().toCompletableFuture().join();
    assertThat(ask().join()).isInstanceOf(EngineClient.Unreached.class);
  }

  @Test
  void noMoreConnectionsThanPlaces() {
    manner = trickling("", "");
    List<Cancellable> callers = new ArrayList<>();
    List<Throwable> refused = new CopyOnWriteArrayList<>();
    for (int i = 0; i <= EngineCalls.MOST + EngineCalls.WAITING; i++) {
      callers.add(client.get(TARGET, TraceContext.begin()).subscribe().with(a -> {}, refused::add));
    }
    // One too many; which one it is depends on who comes to the pool last.
    await()
        .atMost(Patience.LONG)
        .until(() -> !refused.isEmpty() && requests.size() == EngineCalls.MOST);
    assertThat(refused).hasOnlyElementsOfType(EngineClient.Unreached.class);
    assertThat(opened).hasValue(EngineCalls.MOST);
    callers.reversed().forEach(Cancellable::cancel);
    await().atMost(Patience.LONG).until(() -> open.get() == 0);
  }

  private EngineClient client(Duration deadline) {
    URI url = URI.create("http://127.0.0.1:" + server.actualPort());
    return new EngineClient(
        vertx, new Terms(url, deadline, new MemorySize(BigInteger.valueOf(4 << 20))));
  }

  /** The answer, or how the question failed. */
  private CompletableFuture<Object> ask() {
    return client
        .get(TARGET, TraceContext.begin())
        .map(answer -> (Object) answer)
        .onFailure()
        .recoverWithItem(failure -> failure)
        .ifNoItem()
        .after(Patience.LONG)
        .fail()
        .subscribeAsCompletionStage();
  }

  private void accept(NetSocket socket) {
    opened.incrementAndGet();
    open.incrementAndGet();
    socket.closeHandler(closed -> open.decrementAndGet());
    socket.exceptionHandler(broken -> socket.close());
    socket.handler(request -> {
      requests.add(request.toString());
      manner.accept(socket);
    });
  }

  private void answer(String text) {
    manner = socket -> socket.write(text);
  }

  private Consumer<NetSocket> trickling(String start, String more) {
    return socket -> {
      socket.write(start);
      if (!more.isEmpty()) {
        long timer = vertx.setPeriodic(PIECE_MS, tick -> socket.write(more));
        socket.closeHandler(closed -> {
          vertx.cancelTimer(timer);
          open.decrementAndGet();
        });
      }
    };
  }

  /** Goes on as fast as it is read. */
  private static Consumer<NetSocket> flooding(String start, String more) {
    return socket -> {
      socket.write(start);
      pour(socket, more);
    };
  }

  private static void pour(NetSocket socket, String more) {
    socket.write(more).onSuccess(written -> pour(socket, more));
  }
}
