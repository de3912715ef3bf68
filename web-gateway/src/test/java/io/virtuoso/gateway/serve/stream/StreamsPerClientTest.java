package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For whom a stream counts, behind a proxy and without one: two of a client are the limit here. */
@QuarkusTest
@TestProfile(StreamsPerClientTest.BehindProxy.class)
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class StreamsPerClientTest {
  private static final String PROXY = "127.2.0.1";

  @TestHTTPResource("/")
  URI base;

  private final List<Socket> sockets = new ArrayList<>();

  /** A trusted proxy, and two streams per client. */
  public static final class BehindProxy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "virtuoso.gateway.guard.trusted-proxies", "127.1.0.0/16,127.2.0.0/16",
          "virtuoso.gateway.stream.max-connections-per-client", "2");
    }
  }

  /** The two ways to ask for the stream, each with addresses of its own. */
  enum Way {
    SOCKET(
        101,
        "198.51.100.",
        "127.3.0.",
        Keys.USER,
        """
        GET /ws HTTP/1.1\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: virtuoso.v1.json\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        """),
    EVENTS(
        200, "203.0.113.", "127.4.0.", Keys.ADMIN, "GET /api/stream?channel=overview HTTP/1.1\r\n");

    final int opened;
    final String claimed;
    final String peers;
    final String key;
    final String request;

    Way(int opened, String claimed, String peers, String key, String request) {
      this.opened = opened;
      this.claimed = claimed;
      this.peers = peers;
      this.key = key;
      this.request = request;
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void behindATrustedProxyEachClientHasItsOwnStreams(Way way) throws IOException {
    for (int i = 1; i <= 5; i++) {
      assertThat(ask(way, PROXY, "X-Forwarded-For: " + way.claimed + i)).isEqualTo(way.opened);
    }
    String same = "X-Forwarded-For: 6.6.6.6, " + way.claimed + 1;
    assertThat(ask(way, PROXY, same)).isEqualTo(way.opened);
    assertThat(ask(way, PROXY, same)).isEqualTo(429);
  }

  @ParameterizedTest
  @EnumSource
  void fromAnybodyElseTheHeaderCountsForNothing(Way way) throws IOException {
    String from = way.peers + 1;
    for (int i = 11; i <= 12; i++) {
      assertThat(ask(way, from, "X-Forwarded-For: " + way.claimed + i)).isEqualTo(way.opened);
    }
    assertThat(ask(way, from, "X-Forwarded-For: " + way.claimed + 13)).isEqualTo(429);
  }

  @ParameterizedTest
  @EnumSource
  void anApiKeyIsOneClientWhereverItIsUsed(Way way) throws IOException {
    String key = "X-API-Key: " + way.key;
    for (int i = 11; i <= 12; i++) {
      assertThat(ask(way, way.peers + i, key)).isEqualTo(way.opened);
    }
    assertThat(ask(way, way.peers + 13, key)).isEqualTo(429);
  }

  @Test
  void whoHasTooManyIsToldWhenToComeBack() throws IOException {
    String client = "X-Forwarded-For: 192.0.2.1";
    try (RawSocket first = new RawSocket(base.getPort(), 0, client);
        RawSocket second = new RawSocket(base.getPort(), 0, client)) {
      for (RawSocket socket : List.of(first, second)) {
        socket.say("{\"op\":\"ping\"}");
        socket.hear("pong");
      }
      try (RawSocket third = new RawSocket(base.getPort(), 0, client)) {
        assertThat(third.upgraded())
            .startsWith("HTTP/1.1 429 ")
            .containsIgnoringCase("\r\nRetry-After: 1\r\n")
            .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n")
            .containsIgnoringCase("\r\nContent-Security-Policy: ");
        JsonNode problem = Client.json(third.refusal().getBytes(UTF_8));
        assertThat(problem.get("code").asText()).isEqualTo("too_many_streams");
        assertThat(problem.get("retryable").booleanValue()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofManyAtOnceNoMoreAreLetInThanOneAfterTheOther(Way way) throws IOException {
    List<Socket> together = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      together.add(connect(way.peers + 21)); // on every event loop
    }
    for (Socket socket : together) {
      socket
          .getOutputStream()
          .write((way.request + "Host: 127.0.0.1\r\n\r\n").getBytes(ISO_8859_1));
    }
    int opened = 0;
    for (Socket socket : together) {
      int status = status(reader(socket));
      assertThat(status).isIn(way.opened, 429);
      opened += status == way.opened ? 1 : 0;
    }
    assertThat(opened).isEqualTo(2);
  }

  @Test
  void anUpgradeThatFailsCostsNoPlaceHoweverOftenItIsTried() throws IOException {
    Way way = Way.SOCKET;
    Socket stubborn = connect(way.peers + 31);
    BufferedReader in = reader(stubborn);
    for (int i = 0; i < 10; i++) {
      stubborn
          .getOutputStream()
          .write(
              (way.request + "Host: 127.0.0.1\r\nOrigin: https://evil.example\r\n\r\n")
                  .getBytes(ISO_8859_1));
      assertThat(status(in)).isEqualTo(403);
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      assertThat(in.read(new char[length])).isEqualTo(length);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(ask(way, way.peers + 31, "Accept: */*")).isEqualTo(101);
    }
    assertThat(ask(way, way.peers + 31, "Accept: */*")).isEqualTo(429);
  }

  @Test
  void whoHasGoneLeavesItsPlace() throws IOException {
    Way way = Way.SOCKET;
    for (int i = 0; i < 10; i++) {
      String from = way.peers + 41;
      Patience.await().until(() -> ask(way, from, "Accept: */*") == 101);
      sockets.removeLast().close();
    }
  }

  /** The status of the answer; a stream stays open. */
  private int ask(Way way, String from, String header) throws IOException {
    Socket socket = connect(from);
    String request = way.request + "Host: 127.0.0.1\r\n" + header + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    BufferedReader in = reader(socket);
    int status = status(in);
    if (status == 101) {
      socket.getOutputStream().write(RawSocket.frame(RawSocket.PING, new byte[0]));
      while (!in.readLine().isEmpty()) {
        // the rest of the head
      }
      assertThat(in.read()).isEqualTo(RawSocket.PONG); // the endpoint stands, so it is counted
    }
    return status;
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setSoTimeout(Patience.LONG_MS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), base.getPort()));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
  }

  private static int status(BufferedReader answer) throws IOException {
    return Integer.parseInt(answer.readLine().split(" ", -1)[1]);
  }
}
