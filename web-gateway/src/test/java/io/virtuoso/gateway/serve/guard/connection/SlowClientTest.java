package io.virtuoso.gateway.serve.guard.connection;

import static io.virtuoso.gateway.fixture.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that take their time, against a gateway whose patience is short. */
@QuarkusTest
@TestProfile(SlowClientTest.Impatient.class)
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class SlowClientTest {
  /** Deadlines of a second. */
  public static final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "virtuoso.gateway.connections.head-deadline", "1s",
          "virtuoso.gateway.connections.body-deadline", "1s",
          "virtuoso.gateway.connections.slow-read", "500ms",
          "virtuoso.gateway.connections.per-client", "200",
          "virtuoso.gateway.guard.rate", "0");
    }
  }

  @TestHTTPResource("/")
  URI base;

  @Test
  void aHeadThatTricklesIsGivenUpAndTheTrickleResetsNothing() throws Exception {
    String answer = trickle("127.0.0.51", "GET /api/status HTTP/1.1\r\nHost: h\r\nX-", "a");
    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("application/problem+json");
  }

  @Test
  void aFirstLineThatNeverEndsIsGivenUp() throws Exception {
    assertThat(trickle("127.0.0.52", "G", "E")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void emptyLinesForEverAreGivenUp() throws Exception {
    assertThat(trickle("127.0.0.53", "\r\n", "\r\n")).startsWith("HTTP/1.1 408 ");
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws Exception {
    trickle(
        "127.0.0.54",
        "POST /api/cache/metrics HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n",
        "a");
  }

  @Test
  void aSecondHeadThatTricklesIsGivenUpToo() throws Exception {
    String good = "GET /api/cache/metrics HTTP/1.1\r\nHost: h\r\n\r\n";
    String answer = trickle("127.0.0.55", good + "GET /api/st", "a");
    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP/1.1 408");
  }

  @Test
  void whoAsksAndNeverReadsIsLetGo() throws Exception {
    byte[] request = "GET /api/openapi.json HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1);
    try (Socket socket = connect("127.0.0.56")) {
      assertThat(
              endsWhile(() -> {
                for (int i = 0; i < 200; i++) {
                  socket.getOutputStream().write(request);
                }
              }))
          .isTrue();
    }
  }

  @Test
  void oneAddressMayHaveOnlySoManyConnections() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        sockets.add(connect("127.0.0.57"));
      }
      assertThat(answers(sockets.get(199))).isTrue();
      try (Socket tooMany = connect("127.0.0.57")) {
        assertThat(answers(tooMany)).isFalse();
      }
      try (Socket other = connect("127.0.0.58")) {
        assertThat(answers(other)).isTrue();
      }
      sockets.removeLast().close();
      Client client = new Client(base);
      await()
          .untilAsserted(() ->
              assertThat(
                      client.raw(
                          InetAddress.getByName("127.0.0.57"),
                          "GET /api/nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                  .startsWith("HTTP/1.1 404"));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private interface Sending {
    void run() throws IOException;
  }

  /** Sends the piece every 50 ms until the server hangs up; what it said. */
  private String trickle(String from, String first, String piece) throws IOException {
    StringBuilder said = new StringBuilder();
    try (Socket socket = connect(from)) {
      socket.setSoTimeout(50);
      socket.getOutputStream().write(first.getBytes(ISO_8859_1));
      byte[] buffer = new byte[4_096];
      for (int i = 0; i < 300; i++) {
        try {
          int length = socket.getInputStream().read(buffer);
          if (length < 0) {
            return said.toString();
          }
          said.append(new String(buffer, 0, length, ISO_8859_1));
        } catch (SocketTimeoutException stillListening) {
          socket.getOutputStream().write(piece.getBytes(ISO_8859_1));
        }
      }
    } catch (SocketException reset) {
      return said.toString();
    }
    throw new AssertionError("the server still listens");
  }

  /** Whether the connection ends within 15 s of sending every 50 ms. */
  private static boolean endsWhile(Sending sending) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      try {
        sending.run();
      } catch (IOException ended) {
        return true;
      }
      Thread.sleep(50); // the pace of the trickle is what is tested
    }
    return false;
  }

  private static boolean answers(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write("GET /api/nowhere HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1));
      return socket.getInputStream().read() == 'H';
    } catch (IOException refused) {
      return false;
    }
  }

  private Socket connect(String from) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), base.getPort(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(Patience.LONG_MS);
    return socket;
  }
}
