package io.virtuoso.storm.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One test per toxic, against a server that sends back what it hears. */
class FaultProxyTest {
  private static final int PATIENCE_MS = 60_000;
  private static final int SHORT_MS = 150;

  private ServerSocket echo;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    proxy = FaultProxy.to(echo.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void withoutAToxicEverythingPassesUnchanged() throws IOException {
    byte[] much = new byte[300_000];
    new Random(7).nextBytes(much);
    try (Socket client = connect()) {
      Thread.ofVirtual().start(() -> sendAndEnd(client, much));
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(much);
    }
    assertThat(proxy.counters().bytes(Direction.UP)).isEqualTo(much.length);
    assertThat(proxy.counters().bytes(Direction.DOWN)).isEqualTo(much.length);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> proxy.counters().open() == 0);
  }

  @Test
  void downRefusesAndResetsUntilHealed() throws IOException {
    try (Socket client = connect()) {
      assertThat(exchange(client, "a")).isEqualTo("a");
      proxy.inject(Injection.of(new Toxic.Down()));
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      awaitInjected("down", 1);
    }
    proxy.heal();
    try (Socket client = connect()) {
      assertThat(exchange(client, "b")).isEqualTo("b");
    }
  }

  @Test
  void resetAcceptsAndResets() throws IOException {
    proxy.inject(Injection.of(new Toxic.Reset()));
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    awaitInjected("reset", 1);
  }

  @Test
  void silenceAcceptsAndNeverAnswers() throws IOException {
    proxy.inject(Injection.of(new Toxic.Silence()));
    try (Socket client = connect()) {
      assertSilent(client, "a");
      awaitInjected("silence", 1);
      assertThat(proxy.counters().bytes(Direction.UP)).isZero();
    }
  }

  @Test
  void latencyDelaysButKeepsTheOrder() throws IOException {
    proxy.inject(
        Injection.of(
            new Toxic.Latency(Duration.ofMillis(80), Duration.ofMillis(40)), Direction.DOWN));
    try (Socket client = connect()) {
      long began = System.nanoTime();
      assertThat(exchange(client, "abc")).isEqualTo("abc");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(39));
      client.getOutputStream().write("123".getBytes(US_ASCII));
      client.getOutputStream().write("456".getBytes(US_ASCII));
      assertThat(new String(client.getInputStream().readNBytes(6), US_ASCII)).isEqualTo("123456");
    }
    assertThat(proxy.counters().injected("latency")).isPositive();
  }

  @Test
  void bandwidthLimitsTheRate() throws IOException {
    proxy.inject(Injection.of(new Toxic.Bandwidth(20_000), Direction.DOWN));
    try (Socket client = connect()) {
      long began = System.nanoTime();
      sendAndEnd(client, new byte[8_000]);
      assertThat(client.getInputStream().readAllBytes()).hasSize(8_000);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
    }
    assertThat(proxy.counters().injected("bandwidth")).isGreaterThan(2);
  }

  @Test
  void slicerSendsInPieces() throws IOException {
    proxy.inject(Injection.of(new Toxic.Slicer(4, Duration.ofMillis(30)), Direction.UP));
    try (Socket client = connect()) {
      long began = System.nanoTime();
      assertThat(exchange(client, "0123456789")).isEqualTo("0123456789");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(59));
    }
    awaitInjected("slicer", 3);
  }

  @Test
  void limitDataCutsAfterSoManyBytes() throws IOException {
    proxy.inject(Injection.of(new Toxic.LimitData(5), Direction.DOWN));
    try (Socket client = connect()) {
      client.getOutputStream().write("0123456789".getBytes(US_ASCII));
      assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("01234");
    }
    awaitInjected("limit_data", 1);
  }

  @Test
  void slowCloseKeepsTheEndBack() throws IOException {
    proxy.inject(Injection.of(new Toxic.SlowClose(Duration.ofMillis(100)), Direction.DOWN));
    try (Socket client = connect()) {
      long began = System.nanoTime();
      sendAndEnd(client, "abc".getBytes(US_ASCII));
      assertThat(client.getInputStream().readNBytes(3)).hasSize(3);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(99));
    }
    awaitInjected("slow_close", 1);
  }

  @Test
  void blackholeHoldsWhatIsOpenAndDeliversAfterwards() throws IOException {
    try (Socket client = connect()) {
      assertThat(exchange(client, "a")).isEqualTo("a");
      proxy.inject(Injection.of(new Toxic.Blackhole(Duration.ZERO), Direction.UP));
      assertSilent(client, "b");
      awaitInjected("blackhole", 1);
      proxy.heal();
      client.setSoTimeout(PATIENCE_MS);
      assertThat((char) client.getInputStream().read()).isEqualTo('b');
    }
  }

  @Test
  void blackholeWithPatienceClosesInTheEnd() throws IOException {
    proxy.inject(Injection.of(new Toxic.Blackhole(Duration.ofMillis(50))));
    try (Socket client = connect()) {
      client.getOutputStream().write('a');
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void corruptFlipsOneByteInSoMany() throws IOException {
    proxy.inject(Injection.of(new Toxic.Corrupt(4), Direction.UP));
    try (Socket client = connect()) {
      assertThat(exchange(client, "00000000")).isEqualTo("00010001");
      assertThat(exchange(client, "0000")).isEqualTo("0001");
    }
    awaitInjected("corrupt", 3);
  }

  @Test
  void aProbabilityMeetsThatShareOfTheConnections() throws IOException {
    proxy.inject(new Injection(new Toxic.Corrupt(1), Direction.UP, 0.5));
    int met = 0;
    for (int i = 0; i < 60; i++) {
      try (Socket client = connect()) {
        met += exchange(client, "0").equals("1") ? 1 : 0;
      }
    }
    assertThat(met).isBetween(10, 50).isEqualTo((int) proxy.counters().injected("corrupt"));
  }

  @Test
  void isControlledOverAPort() throws Exception {
    try (ProxyControl control = ProxyControl.of(Map.of("echo", proxy), 0);
        HttpClient http = HttpClient.newHttpClient();
        Socket client = connect()) {
      URI uri = URI.create("http://127.0.0.1:" + control.port() + "/echo");
      assertThat(ask(http, uri, "PUT", "corrupt bytes=2 direction=up\n").statusCode())
          .isEqualTo(200);
      assertThat(exchange(client, "0000")).isEqualTo("0101");
      assertThat(ask(http, uri, "GET", "").body()).contains("\"injected_corrupt\": 2");
      assertThat(ask(http, uri, "PUT", "earthquake").statusCode()).isEqualTo(400);
      ask(http, uri, "DELETE", "");
      assertThat(exchange(client, "0000")).isEqualTo("0000");
      assertThat(ask(http, uri.resolve("/none"), "GET", "").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> ask(HttpClient http, URI uri, String method, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static String exchange(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    return new String(client.getInputStream().readNBytes(text.length()), US_ASCII);
  }

  private static void assertSilent(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
    client.setSoTimeout(SHORT_MS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  /** What is counted is counted a moment after it was done. */
  private void awaitInjected(String toxic, int times) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(proxy.counters().injected(toxic)).isEqualTo(times));
  }

  private static void sendAndEnd(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
      client.shutdownOutput();
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> sendBack(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void sendBack(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException broken) {
      // the test ended it
    }
  }
}
