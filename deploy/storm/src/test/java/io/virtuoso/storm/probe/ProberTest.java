package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final int STALL_MS = 400;

  private ServerSocket server;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean stalls;
  private volatile boolean leaves;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aStallIsFeltByEveryoneWhoWouldHaveAskedMeanwhile() throws Exception {
    stalls = true;
    Findings found;
    try (Client client = new Client("127.0.0.2", server.getLocalPort())) {
      Prober prober = prober(client, Duration.ofMinutes(1)).start();
      stalled.await();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> asked.get() >= 40);
      found = prober.stop();
    }
    assertThat(found.goodPercent()).isEqualTo(100);
    // 100 a second: of those due during the stall, each waited until its end
    assertThat(found.where(sample -> sample.latencyUs() > 50_000).count()).isGreaterThan(20);
    assertThat(found.latencyMs(100)).isGreaterThanOrEqualTo(STALL_MS - 50);
  }

  @Test
  void whatComesAfterTheDeadlineIsAFailure() throws Exception {
    stalls = true;
    Findings found;
    try (Client client = new Client("127.0.0.2", server.getLocalPort())) {
      Prober prober = prober(client, Duration.ofMillis(STALL_MS / 4)).start();
      stalled.await();
      found = prober.stop();
    }
    assertThat(found.count(Verdict.FAILED)).isPositive();
    assertThat(found.complaints()).contains("SocketTimeoutException");
  }

  @Test
  void aKeptConnectionThatWasClosedIsAskedAnewOnce() throws Exception {
    leaves = true;
    try (Client client = new Client("127.0.0.2", server.getLocalPort())) {
      assertThat(client.get("/", Duration.ofMinutes(1)).text()).isEqualTo("ok");
      assertThat(client.get("/", Duration.ofMinutes(1)).text()).isEqualTo("ok");
      assertThat(client.repeated()).isEqualTo(1);
    }
  }

  private Prober prober(Client client, Duration deadline) {
    return new Prober(client, new Judge(Map.of()), List.of(Route.page("/")), 100, deadline, 1);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          asked.incrementAndGet();
          stall();
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(US_ASCII));
          if (leaves) {
            return;
          }
        }
      }
    } catch (IOException | InterruptedException gone) {
      // the test is over
    }
  }

  /** All answers wait for the same moment, once. */
  private synchronized void stall() throws InterruptedException {
    if (stalls && stalled.getCount() > 0) {
      Thread.sleep(STALL_MS);
      stalled.countDown();
    }
  }
}
