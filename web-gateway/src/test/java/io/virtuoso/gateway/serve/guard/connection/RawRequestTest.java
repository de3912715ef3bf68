package io.virtuoso.gateway.serve.guard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Surroundings;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-meaning client sends, byte by byte. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class RawRequestTest {
  /** A second request that must never be answered, for nobody sent it as one. */
  private static final String SMUGGLED =
      "GET /api/smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  @TestHTTPResource("/")
  URI base;

  static Stream<Arguments> malformed() {
    String post = "POST /api/cache/metrics HTTP/1.1\r\nHost: h\r\n";
    return Stream.of(
        row("the whole server", 400, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
        row("a tunnel", 400, "CONNECT 127.0.0.1:8003 HTTP/1.1\r\nHost: h\r\n\r\n"),
        row(
            "length and chunked",
            400,
            post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row(
            "chunked and length",
            400,
            post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
        row(
            "chunked twice",
            400,
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row("another coding", 400, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        row("a coding in disguise", 400, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        row("a space before the colon", 400, post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        row("two lengths", 400, post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"),
        row(
            "the same length twice",
            400,
            post + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
        row("a signed length", 400, post + "Content-Length: +4\r\n\r\nabcd"),
        row("a negative length", 400, post + "Content-Length: -4\r\n\r\nabcd"),
        row("a length in hex", 400, post + "Content-Length: 0x4\r\n\r\nabcd"),
        row(
            "chunked in HTTP/1.0",
            400,
            "POST /api/status HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row("no host", 400, "GET /api/status HTTP/1.1\r\n\r\n"),
        row("two hosts", 400, "GET /api/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        row("the same host twice", 400, "GET /api/status HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"),
        row("a host with a path", 400, "GET /api/status HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        row("a host with a user", 400, "GET /api/status HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        row("a bare line feed", 400, "GET /api/status HTTP/1.1\nHost: h\n\n"),
        row(
            "a bare line feed among headers",
            400,
            "GET /api/status HTTP/1.1\r\nHost: h\nX-A: b\r\n\r\n"),
        row("a bare carriage return", 400, "GET /api/status HTTP/1.1\r\nHost: h\rX-A: b\r\n\r\n"),
        row(
            "a null byte in a header",
            400,
            "GET /api/status HTTP/1.1\r\nHost: h\r\nX-A: b\0c\r\n\r\n"),
        row("a null byte in the target", 400, "GET /api/sta\0tus HTTP/1.1\r\nHost: h\r\n\r\n"),
        row("a header without a name", 400, "GET /api/status HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n"),
        row("no target", 400, "GET HTTP/1.1\r\nHost: h\r\n\r\n"),
        row(
            "an absolute target",
            400,
            "GET http://127.0.0.1:8003/api/status HTTP/1.1\r\nHost: h\r\n\r\n"),
        row("HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        row("HTTP/1.2", 505, "GET /api/status HTTP/1.2\r\nHost: h\r\n\r\n"),
        row("a long target", 414, "GET /" + "a".repeat(3_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
        row(
            "a long header",
            431,
            "GET /api/status HTTP/1.1\r\nHost: h\r\nX-A: " + "a".repeat(9_000) + "\r\n\r\n"),
        row(
            "many headers",
            431,
            "GET /api/status HTTP/1.1\r\nHost: h\r\n" + "X-A: a\r\n".repeat(1_500) + "\r\n"),
        row("a long body", 413, post + "Content-Length: 70000\r\n\r\n" + "a".repeat(70_000)),
        row(
            "no HTTP",
            400,
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"));
  }

  static Stream<Arguments> unwanted() {
    return Stream.of(
        row(
            "another host as target",
            400,
            "GET //169.254.169.254/latest HTTP/1.1\r\nHost: h\r\n\r\n"),
        row(
            "many parameters",
            400,
            "GET /api/market/symbols?a" + "&a".repeat(50) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
        row("a method of its own", 405, "HACK /api/status HTTP/1.1\r\nHost: h\r\n\r\n"),
        row("a trace", 405, "TRACE /api/status HTTP/1.1\r\nHost: h\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void isRefusedAsAProblemAndEndsTheConversation(String name, int status, String request) {
    String answer = new Client(base).raw(request + SMUGGLED);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertDressed(answer);
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(answer).containsIgnoringCase("connection: close").doesNotContain("Exception");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unwanted")
  void isRefusedAsAProblemAndTheNextRequestIsNot(String name, int status, String request) {
    String answer = new Client(base).raw(request + SMUGGLED);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertDressed(answer);
    assertThat(answer).contains("HTTP/1.1 404").doesNotContain("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\nabcd\r\n", "2000\r\nCHUNK\r\n"})
  void aBodyThatGoesWrongAfterTheAnswerEndsTheConversationWithoutAnother(String chunks) {
    String request =
        "POST /api/cache/metrics HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunks.replace("CHUNK", "a".repeat(8_192)).repeat(9)
            + "0\r\n\r\n";
    String answer = new Client(base).raw(request + SMUGGLED);
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(answer).startsWith("HTTP/1.1 4");
    assertDressed(answer);
  }

  @Test
  void anAnswerThatIsOwedComesBeforeTheRefusal() {
    String good = "GET /api/cache/metrics HTTP/1.1\r\nHost: h\r\n\r\n";
    String bad = "GET /api/cache/metrics HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n";
    String answer = new Client(base).raw(good + good + bad + SMUGGLED);
    assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
    assertThat(answer.split("HTTP/1.1 400", -1)).hasSize(2);
    assertThat(answer.indexOf("HTTP/1.1 400")).isGreaterThan(answer.lastIndexOf("HTTP/1.1 200"));
    assertThat(answer).doesNotContain("HTTP/1.1 404");
  }

  @Test
  void whatIsMerelyUnusualIsAnswered() {
    Client client = new Client(base);
    assertThat(client.raw("GET /api/cache/metrics HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.");
    assertThat(
            client.raw(
                "GET /api/cache/metrics HTTP/1.1\r\nhOsT: [::1]:8001\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    String chunked =
        """
        POST /api/cache/metrics HTTP/1.1
        Host: h
        Transfer-Encoding: Chunked
        Connection: close

        3
        abc
        0

        """;
    assertThat(client.raw(chunked.replace("\n", "\r\n"))).startsWith("HTTP/1.1 405");
  }

  private static void assertDressed(String answer) {
    assertThat(answer)
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .containsIgnoringCase("content-security-policy: default-src 'none'")
        .containsIgnoringCase("referrer-policy: no-referrer")
        .containsIgnoringCase("cache-control: no-store")
        .containsPattern("\"trace_id\":\"[0-9a-f]{16,32}\"")
        .doesNotContainIgnoringCase("\r\nserver:");
  }

  private static Arguments row(String name, int status, String request) {
    return Arguments.of(name, status, request);
  }
}
