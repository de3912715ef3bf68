package io.virtuoso.gateway.serve.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.guard.Gate;
import jakarta.inject.Inject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short way past the framework must not be told from the ordinary one. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class DocumentShortcutTest {
  private static final String TARGET = "/api/dashboard/overview";
  private static final String HOST = "Host: h\r\n";

  /** Legal and without a meaning here, and nothing that the short way takes. */
  private static final String THE_ORDINARY_WAY = "Content-Length: 0\r\n";

  private static final List<String> ASKED =
      List.of(
          "",
          "Accept-Encoding: br\r\n",
          "Accept-Encoding: gzip\r\n",
          "Accept-Encoding: br;q=0, gzip;q=0.5\r\n",
          "Accept-Encoding: identity\r\nAccept: application/*\r\n",
          "If-None-Match: *\r\n",
          "If-None-Match: W/\"1\"\r\nAccept-Encoding: gzip, br\r\n");

  @Inject DocumentShortcut shortcut;
  @Inject KnownTargets known;
  @Inject AtHand copies;
  @Inject Clients clients;
  @Inject Gate gate;
  @Inject Requests requests;
  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  static Stream<String> targets() {
    return EveryDocument.targets();
  }

  @BeforeEach
  void publish() {
    CircuitBreakerMaintenance.get().resetAll();
    EveryDocument.publish(engine, redis, new Client(base));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void saysTheSameAsTheOrdinaryWayByteByByte(String target) throws Exception {
    int client = 1;
    for (String method : List.of("GET", "HEAD")) {
      for (String headers : ASKED) {
        String from = "127.0.21." + client++;
        try (Socket socket = connect(from)) {
          await()
              .atMost(Patience.LONG)
              .pollInterval(Duration.ofMillis(5))
              .untilAsserted(() -> {
                String ordinary = ask(socket, method, target, HOST + headers + THE_ORDINARY_WAY);
                String quick = quick(from, method, target, HOST + headers);
                if (quick == null) {
                  publish(); // it has become old meanwhile
                }
                assertThat(untimed(quick)).as(method + headers).isEqualTo(untimed(ordinary));
              });
        }
      }
    }
  }

  @Test
  void leavesWhatIsUnusualToTheOrdinaryWay() {
    awaitQuick("127.0.22.1");
    for (String headers :
        List.of(
            "Accept-Encoding: br, identity;q=0\r\n",
            "Accept: text/html\r\n",
            "Connection: close\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\n",
            "Expect: 100-continue\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Authorization: Bearer " + Keys.USER + "\r\n",
            "X-API-Key: " + Keys.WRONG + "\r\n",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
            THE_ORDINARY_WAY)) {
      assertThat(quick("127.0.22.1", "GET", TARGET, HOST + headers)).as(headers).isNull();
    }
    assertThat(quick("127.0.22.1", "POST", TARGET, HOST)).isNull();
    assertThat(quick("127.0.22.1", "GET", TARGET + "?x=1", HOST)).isNull();
    assertThat(quick("127.0.22.1", "GET", "/api/status", HOST)).isNull();
  }

  @Test
  void answersComeInTheOrderOfTheirRequestsWhicheverWayTheyGo() throws Exception {
    String fast = "GET " + TARGET + " HTTP/1.1\r\n" + HOST + "\r\n";
    String unchanged = "GET " + TARGET + " HTTP/1.1\r\n" + HOST + "If-None-Match: *\r\n\r\n";
    String slow = "GET /api/cache/metrics HTTP/1.1\r\n" + HOST + "\r\n";
    String odd = "DELETE " + TARGET + " HTTP/1.1\r\n" + HOST + "\r\n";
    String last = "GET " + TARGET + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";
    String answers =
        new Client(base)
            .raw(
                InetAddress.ofLiteral("127.0.23.1"),
                fast + slow + unchanged + fast + odd + unchanged + slow + fast + last + fast);
    List<String> statuses = new ArrayList<>();
    for (int at = answers.indexOf("HTTP/1.1 ");
        at >= 0;
        at = answers.indexOf("HTTP/1.1 ", at + 1)) {
      statuses.add(answers.substring(at + 9, at + 12));
    }
    assertThat(statuses)
        .containsExactly("200", "200", "304", "200", "405", "304", "200", "200", "200");
  }

  @Test
  void aConnectionThatHadQuickAnswersMayBecomeAWebSocket() throws Exception {
    awaitQuick("127.0.24.1");
    try (Socket socket = connect("127.0.24.1")) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(socket, "GET", TARGET, HOST)).startsWith("HTTP/1.1 200 OK");
      }
      String upgrade =
          """
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Protocol: virtuoso.v1.json
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          """
              .replace("\n", "\r\n");
      assertThat(ask(socket, "GET", "/ws", HOST + upgrade)).startsWith("HTTP/1.1 101");
      assertThat(socket.getInputStream().read()).isEqualTo(0x81); // it is greeted
    }
  }

  @Test
  void quickAnswersCostTokensLikeAnyOther() {
    String unchanged = "GET " + TARGET + " HTTP/1.1\r\n" + HOST + "If-None-Match: *\r\n\r\n";
    String last = unchanged.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    String answers =
        new Client(base).raw(InetAddress.ofLiteral("127.0.25.1"), unchanged.repeat(3_000) + last);
    int told = answers.split("\r\nRateLimit: ", -1).length - 1;
    int good = answers.split("HTTP/1.1 304", -1).length - 1;
    int refused = answers.split("HTTP/1.1 429", -1).length - 1;
    assertThat(good + refused).isEqualTo(3_001);
    assertThat(good).isGreaterThanOrEqualTo(200);
    assertThat(refused).isPositive();
    assertThat(told).isBetween(refused + 1, 3_001 - 100);
  }

  @Test
  void onceTheGatewayIsToEndTheFrameworkSaysWhatIsStillAnswered() {
    DocumentShortcut ending = new DocumentShortcut(known, copies, clients, gate, requests);
    awaitQuick(ending, "127.0.26.1");
    ending.drain(new ShutdownDelayInitiatedEvent());
    assertThat(quick(ending, "127.0.26.1", "GET", TARGET, HOST)).isNull();
  }

  private void awaitQuick(String from) {
    awaitQuick(shortcut, from);
  }

  private void awaitQuick(DocumentShortcut way, String from) {
    await()
        .atMost(Patience.LONG)
        .untilAsserted(() -> {
          String answer = quick(way, from, "GET", TARGET, HOST);
          if (answer == null) {
            publish(); // it has become old meanwhile
          }
          assertThat(answer).isNotNull();
        });
  }

  /** The answer of the short way; null when it has none. */
  private @Nullable String quick(String from, String method, String target, String headers) {
    return quick(shortcut, from, method, target, headers);
  }

  private static @Nullable String quick(
      DocumentShortcut way, String from, String method, String target, String headers) {
    HttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(method),
            target,
            HeadersMultiMap.httpHeaders());
    headers
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          request.headers().add(line.substring(0, colon), line.substring(colon + 2));
        });
    ByteBuf answer = way.to(new InetSocketAddress(InetAddress.ofLiteral(from), 1)).of(request);
    if (answer == null) {
      return null;
    }
    try {
      return answer.toString(ISO_8859_1);
    } finally {
      answer.release();
    }
  }

  private static @Nullable String untimed(@Nullable String answer) {
    return answer == null ? null : answer.replaceFirst("route;dur=[0-9.]+", "route;dur=?");
  }

  private Socket connect(String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), base.getPort(), InetAddress.ofLiteral(from), 0);
    socket.setSoTimeout(Patience.LONG_MS);
    return socket;
  }

  /** One request and its whole answer, letter by letter. */
  private static String ask(Socket socket, String method, String target, String headers)
      throws IOException {
    socket
        .getOutputStream()
        .write((method + " " + target + " HTTP/1.1\r\n" + headers + "\r\n").getBytes(ISO_8859_1));
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readUnsignedByte());
    }
    int length = answer.indexOf("content-length: ");
    if (length >= 0 && !method.equals("HEAD")) {
      int end = answer.indexOf("\r\n", length);
      byte[] body = new byte[Integer.parseInt(answer.substring(length + 16, end))];
      in.readFully(body);
      answer.append(new String(body, ISO_8859_1));
    }
    return answer.toString();
  }
}
