package io.virtuoso.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself: what it leaves behind however it ends. */
class UpIT {
  private static final Path ROOT =
      Path.of(System.getProperty("virtuoso.root", "../..")).toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void clean() throws InterruptedException {
    for (Process up : started) {
      up.destroyForcibly().waitFor();
    }
  }

  @Test
  void oneInterruptStopsAllOfItAndLeavesNothingBehind() throws Exception {
    PortPlan ports = FreePorts.plan();
    Process up = start(ports, ports.gateway());
    readUntil(up, "prices are there"); // the last that it says before it is told to stop
    List<ProcessHandle> parts = up.descendants().toList();
    assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
    assertThat(new ProcessBuilder("kill", "-INT", "" + up.pid()).start().waitFor()).isZero();
    assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(parts).noneMatch(ProcessHandle::isAlive);
    assertThat(ports.fixed().keySet()).allMatch(Ports::isFree);
    assertThat(rest(up)).endsWith("▸ stopping").noneMatch(line -> line.contains("✗"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left)
          .extracting(path -> path.getFileName().toString())
          .containsOnly("logs", "redis");
    }
  }

  @Test
  void partsDoNotOutliveAKilledLauncher() throws Exception {
    assumeTrue(Leash.onPath("setpriv").isPresent(), "no setpriv here to tie processes together");
    PortPlan ports = FreePorts.plan();
    Process up = start(ports, ports.gateway());
    readUntil(up, "waiting for the gateway");
    List<ProcessHandle> parts = up.descendants().toList();
    assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
    up.destroyForcibly().waitFor();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Process up = start(FreePorts.plan(), taken.getLocalPort());
      assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(up.exitValue()).isEqualTo(1);
      assertThat(String.join("\n", rest(up)))
          .startsWith("✗ Port " + taken.getLocalPort() + " is taken")
          .contains("--port", "ss -ltnp");
    }
  }

  @Test
  void aTakenPortOfTheSimulatedExchangeIsNamedWithItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortPlan ports = FreePorts.plan();
      Process up = start(ports, ports.gateway(), taken.getLocalPort());
      List<String> said = rest(up);
      assertThat(up.waitFor()).isEqualTo(1);
      assertThat(said.getLast())
          .startsWith("✗ The simulated exchange cannot listen on port " + taken.getLocalPort())
          .contains("VIRTUOSO_SIMULATOR_PORT");
      assertThat(said).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  private Process start(PortPlan ports, int port) throws IOException {
    return start(ports, port, ports.simulator());
  }

  private Process start(PortPlan ports, int port, int simulator) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "env", // a check started in the background hands down an ignored interrupt
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dvirtuoso.root=" + ROOT,
            "-Dvirtuoso.state=" + folder,
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            Up.class.getName(),
            "--feed=simulated",
            "--symbols=BTCUSDT",
            "--port=" + port);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("VIRTUOSO_ENGINE_PORT", "" + ports.engine());
    builder.environment().put("VIRTUOSO_ENGINE_MANAGEMENT_PORT", "" + ports.engineManagement());
    builder.environment().put("VIRTUOSO_GATEWAY_MANAGEMENT_PORT", "" + ports.gatewayManagement());
    builder.environment().put("VIRTUOSO_REDIS_PORT", "" + ports.redis());
    builder.environment().put("VIRTUOSO_MEMCACHED_PORT", "" + ports.memcached());
    builder.environment().put("VIRTUOSO_SIMULATOR_PORT", "" + simulator);
    Process up = builder.start();
    started.add(up);
    return up;
  }

  private static void readUntil(Process up, String words) throws IOException {
    List<String> said = new ArrayList<>();
    BufferedReader lines = up.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (line.contains(words)) {
        return;
      }
    }
    throw new AssertionError("it ended before it said '" + words + "': " + said);
  }

  private static List<String> rest(Process up) {
    return up.inputReader(UTF_8).lines().toList();
  }
}
