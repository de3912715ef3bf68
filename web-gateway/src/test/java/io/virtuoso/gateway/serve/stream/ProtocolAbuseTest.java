package io.virtuoso.gateway.serve.stream;

import static io.virtuoso.gateway.serve.stream.RawSocket.CLOSE;
import static io.virtuoso.gateway.serve.stream.RawSocket.PING;
import static io.virtuoso.gateway.serve.stream.RawSocket.PONG;
import static io.virtuoso.gateway.serve.stream.RawSocket.TEXT;
import static io.virtuoso.gateway.serve.stream.RawSocket.frame;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Surroundings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hostile or broken client may send, after the groups of the Autobahn test suite. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class ProtocolAbuseTest {
  private static final byte[] ASK = "{\"op\":\"ping\"}".getBytes(US_ASCII);
  private static final int ALIVE = 0;
  private static final int LIMIT = 16_384;
  private static final int MEGABYTE = 1 << 20;

  /** Of a frame: its length and mask, by which the framework's own decoder would judge it. */
  private static final int EARLY = 16;

  @TestHTTPResource("/ws")
  URI base;

  @Inject EarlyBytes early;

  /** Lets bytes come in between the answer to the next upgrade and its endpoint. */
  @Singleton
  static class EarlyBytes implements HttpUpgradeCheck {
    private final AtomicReference<byte[]> next = new AtomicReference<>(new byte[0]);

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
      byte[] bytes = next.getAndSet(new byte[0]);
      if (bytes.length > 0) {
        Channel channel = SocketOutlet.channelOf(context.httpRequest());
        channel
            .eventLoop()
            .execute(() -> channel.pipeline().fireChannelRead(Unpooled.wrappedBuffer(bytes)));
      }
      return CheckResult.permitUpgrade();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"framing", "pings", "reserved", "fragments", "text", "closes"})
  void isAnsweredAsTheProtocolSays(String name, byte[] sent, int code) throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      socket.write(sent);
      if (code == ALIVE) {
        socket.write(frame(TEXT, ASK));
        assertThat(socket.hear("pong")).isNotNull();
      } else {
        assertThat(closeCode(socket)).isEqualTo(code);
      }
    }
  }

  /**
   * What it sends is much more than the sockets hold, so that it is still sending when it hears.
   */
  @RepeatedTest(20)
  void aFrameOfAMegabyteIsTooBig() throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      assertThat(answerTo(frame(TEXT, padded(MEGABYTE)), socket)).isEqualTo(1009);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("early")
  void whatComesBeforeTheEndpointIsReadyIsJudgedTheSame(String name, byte[] sent, int code)
      throws IOException {
    early.next.set(slice(sent, 0, EARLY));
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      assertThat(early.next.get()).isEmpty();
      byte[] rest = slice(sent, EARLY, sent.length);
      if (code == ALIVE) {
        socket.write(rest);
        assertThat(socket.hear("pong")).isNotNull();
      } else {
        assertThat(answerTo(rest, socket)).isEqualTo(code);
      }
    }
  }

  static Stream<Arguments> early() {
    return Stream.of(
        of("the head of a message", frame(TEXT, padded(1_000)), ALIVE),
        of("the head of one that is too long", frame(TEXT, padded(LIMIT + 1)), 1009),
        of("the head of one of a megabyte", frame(TEXT, padded(MEGABYTE)), 1009),
        of("the head of one with a reserved bit", frame(TEXT | 0x40, padded(1_000)), 1002));
  }

  /** An upgrade that was permitted and still comes to nothing leaves a connection of requests. */
  @Test
  void afterARefusedUpgradeTheConnectionServesOn() throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0, "Origin: https://evil.example")) {
      assertThat(socket.upgraded()).startsWith("HTTP/1.1 403");
      assertThat(socket.refusal()).contains("\"foreign_origin\"");
      socket.write("GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.head()).startsWith("HTTP/1.1 200");
    }
  }

  static Stream<Arguments> handshakes() {
    String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    String version = "Sec-WebSocket-Version: 13\r\n";
    String protocol = "Sec-WebSocket-Protocol: virtuoso.v1.json\r\n";
    String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    String rest = version + protocol + key;
    return Stream.of(
        Arguments.of("GET", "", 426, "Upgrade: websocket"),
        Arguments.of("GET", rest, 426, "Upgrade: websocket"),
        Arguments.of("GET", "Upgrade: websocket\r\n" + rest, 426, "Upgrade: websocket"),
        Arguments.of(
            "GET", "Connection: Upgrade\r\nUpgrade: h2c\r\n" + rest, 426, "Upgrade: websocket"),
        Arguments.of("GET", upgrade + protocol + key, 426, "Sec-WebSocket-Version: 13"),
        Arguments.of(
            "GET",
            upgrade + "Sec-WebSocket-Version: 8\r\n" + protocol + key,
            426,
            "Sec-WebSocket-Version: 13"),
        Arguments.of("GET", upgrade + version + protocol, 400, ""),
        Arguments.of(
            "GET", upgrade + version + protocol + "Sec-WebSocket-Key: c2hvcnQ=\r\n", 400, ""),
        Arguments.of("GET", upgrade + version + protocol + "Sec-WebSocket-Key: ?\r\n", 400, ""),
        Arguments.of("GET", upgrade + version + key, 400, ""),
        Arguments.of(
            "GET",
            upgrade + version + key + "Sec-WebSocket-Protocol: VIRTUOSO.V1.JSON\r\n",
            400,
            ""),
        Arguments.of("POST", upgrade + rest, 405, "Allow: GET"),
        Arguments.of("HEAD", upgrade + rest, 405, "Allow: GET"));
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @MethodSource("handshakes")
  void aHandshakeThatIsNoneIsAProblem(String method, String headers, int status, String header) {
    String answer =
        new Client(base.resolve("/"))
            .raw(method + " /ws HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + "\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("application/problem+json")
        .containsIgnoringCase("\r\n" + header);
  }

  @Test
  void afterARefusedUpgradeAConnectionThatWasToBeClosedIsClosed() throws IOException {
    String[] headers = {"Origin: https://evil.example", "Connection: keep-alive, Close"};
    try (RawSocket socket = new RawSocket(base.getPort(), 0, headers)) {
      assertThat(socket.upgraded()).startsWith("HTTP/1.1 403");
      assertThat(socket.refusal()).contains("\"foreign_origin\"");
      assertThat(socket.hear()).as("the end").isNull();
    }
  }

  @Test
  void everyPingIsAnsweredWithItsPayload() throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      for (String payload : List.of("", "a", "x".repeat(125), "\0\u0001\u00ff")) {
        socket.write(frame(PING, payload.getBytes(ISO_8859_1)));
        assertThat(socket.hear()).isEqualTo(new RawSocket.Heard(PONG, payload));
      }
    }
  }

  @Test
  void compressionIsNotNegotiated() throws IOException {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    for (int i = 0; i < 20; i++) { // on every event loop
      try (RawSocket socket = new RawSocket(base.getPort(), 0, offer)) {
        assertThat(socket.upgraded())
            .startsWith("HTTP/1.1 101")
            .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
      }
    }
  }

  @Test
  void aFrameInSingleBytesIsAFrame() throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      for (byte one : frame(TEXT, ASK)) {
        socket.write(new byte[] {one});
      }
      assertThat(socket.hear("pong").first()).isEqualTo(TEXT);
    }
  }

  static Stream<Arguments> framing() {
    byte[] unmasked = {(byte) TEXT, 2, '{', '}'};
    return Stream.of(
        of("1.1 an empty text", frame(TEXT, new byte[0]), ALIVE),
        of("1.2 text of 125 bytes", frame(TEXT, padded(125)), ALIVE),
        of("1.3 text of 126 bytes", frame(TEXT, padded(126)), ALIVE),
        of("1.4 text of 127 bytes", frame(TEXT, padded(127)), ALIVE),
        of("1.5 text of 128 bytes", frame(TEXT, padded(128)), ALIVE),
        of("1.6 text as long as allowed", frame(TEXT, padded(LIMIT)), ALIVE),
        of("9.1 text one byte longer", frame(TEXT, padded(LIMIT + 1)), 1009),
        of("9.2 a length of 1 MB", hex("81ff000000000010000012345678"), 1009),
        of("9.3 a length of 2^63", hex("81ff800000000000000012345678"), 1002),
        of("1.7 no mask", unmasked, 1002),
        of("1.8 a length in a longer form than needed", hex("81fe000512345678"), 1002),
        of("1.9 the longest form for a short length", hex("81ff000000000000000512345678"), 1002));
  }

  static Stream<Arguments> pings() {
    return Stream.of(
        of("2.1 an unsolicited pong", frame(PONG, new byte[0]), ALIVE),
        of("2.2 an unsolicited pong with payload", frame(PONG, padded(125)), ALIVE),
        of("2.3 ten pings", repeated(frame(PING, padded(10)), 10), ALIVE),
        of("2.4 a ping of 126 bytes", frame(PING, padded(126)), 1002),
        of("2.5 a pong of 126 bytes", frame(PONG, padded(126)), 1002));
  }

  static Stream<Arguments> reserved() {
    List<Arguments> cases = new ArrayList<>();
    for (int bits = 1; bits < 8; bits++) {
      cases.add(of("3.%d reserved bits".formatted(bits), frame(TEXT | bits << 4, ASK), 1002));
    }
    cases.add(of("3.8 a reserved bit on a ping", frame(PING | 0x40, ASK), 1002));
    cases.add(of("3.9 a reserved bit on a close", frame(CLOSE | 0x20, new byte[0]), 1002));
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      cases.add(of("4.%d unknown opcode".formatted(opcode), frame(0x80 | opcode, ASK), 1002));
    }
    return cases.stream();
  }

  static Stream<Arguments> fragments() {
    byte[] first = frame(0x01, slice(ASK, 0, 5));
    byte[] middle = frame(0x00, slice(ASK, 5, 9));
    byte[] last = frame(0x80, slice(ASK, 9, ASK.length));
    return Stream.of(
        of("5.1 a ping in fragments", all(frame(0x09, ASK), frame(0x80, ASK)), 1002),
        of("5.2 a pong in fragments", all(frame(0x0a, ASK), frame(0x80, ASK)), 1002),
        of("5.3 text in three fragments", all(first, middle, last), ALIVE),
        of("5.4 a ping between fragments", all(first, frame(PING, ASK), middle, last), ALIVE),
        of("5.5 empty fragments", all(frame(0x01, new byte[0]), frame(0x80, ASK)), ALIVE),
        of("5.6 a continuation of nothing", last, 1002),
        of("5.7 an unfinished continuation of nothing", middle, 1002),
        of("5.8 text inside a text", all(first, frame(TEXT, ASK)), 1002),
        of("5.9 a continuation after the end", all(first, last, last), 1002),
        of(
            "9.4 more fragments than allowed",
            all(frame(0x01, padded(LIMIT)), frame(0x80, padded(LIMIT))),
            1009));
  }

  static Stream<Arguments> text() {
    byte[] euro = "{\"op\":\"ping\",\"x\":\"€𝄞\"}".getBytes(UTF_8);
    List<Arguments> cases = new ArrayList<>();
    cases.add(of("6.1 more than ASCII", frame(TEXT, euro), ALIVE));
    cases.add(
        of(
            "6.2 a character across fragments",
            all(frame(0x01, slice(euro, 0, 20)), frame(0x80, slice(euro, 20, euro.length))),
            ALIVE));
    cases.add(
        of(
            "6.3 half a character at the end",
            all(frame(0x01, hex("e2")), frame(0x80, hex("82"))),
            1007));
    List<String> invalid =
        List.of(
            "80",
            "bf",
            "c0af",
            "e080af",
            "f08080af",
            "eda080",
            "edbfbf",
            "f4908080",
            "f8888080",
            "fe",
            "ff",
            "c1bf",
            "e282",
            "7bf09d84",
            "cebae1bdb9cf83cebcceb5eda08065646974");
    for (String bytes : invalid) {
      cases.add(of("6.4 not UTF-8: " + bytes, frame(TEXT, hex(bytes)), 1007));
    }
    return cases.stream();
  }

  static Stream<Arguments> closes() {
    List<Arguments> cases = new ArrayList<>();
    cases.add(of("7.1 a close without a code", frame(CLOSE, new byte[0]), 1000));
    for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1011, 3000, 3999, 4000, 4999}) {
      cases.add(of("7.2 close " + code, frame(CLOSE, hex("%04x".formatted(code))), code));
    }
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1100, 2000, 2999, 5000, 65535}) {
      cases.add(of("7.3 no code: " + code, frame(CLOSE, hex("%04x".formatted(code))), 1002));
    }
    cases.add(of("7.4 half a code", frame(CLOSE, hex("03")), 1002));
    cases.add(of("7.5 a reason that is not UTF-8", frame(CLOSE, hex("03e8ceff")), 1007));
    cases.add(of("7.6 a close of 126 bytes", frame(CLOSE, padded(126)), 1002));
    cases.add(of("7.7 text after a close", all(frame(CLOSE, hex("03e8")), frame(TEXT, ASK)), 1000));
    return cases.stream();
  }

  /** The code of the goodbye, which may come before all is said: then the rest need not arrive. */
  private static int answerTo(byte[] sent, RawSocket socket) throws IOException {
    try {
      socket.write(sent);
    } catch (SocketException closed) {
      // what was heard before can still be read
    }
    return closeCode(socket);
  }

  private static int closeCode(RawSocket socket) throws IOException {
    for (RawSocket.Heard next = socket.hear(); next != null; next = socket.hear()) {
      if (next.first() == CLOSE) {
        return next.code();
      }
    }
    return -1;
  }

  private static Arguments of(String name, byte[] sent, int code) {
    return Arguments.of(name, sent, code);
  }

  /** A message that is answered, filled up with blanks. */
  private static byte[] padded(int length) {
    return (new String(ASK, US_ASCII) + " ".repeat(Math.max(0, length - ASK.length)))
        .substring(0, length)
        .getBytes(US_ASCII);
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] repeated(byte[] frame, int times) {
    return all(Collections.nCopies(times, frame).toArray(byte[][]::new));
  }

  private static byte[] all(byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] one : frames) {
      out.writeBytes(one);
    }
    return out.toByteArray();
  }

  private static byte[] hex(String bytes) {
    return HexFormat.of().parseHex(bytes);
  }
}
