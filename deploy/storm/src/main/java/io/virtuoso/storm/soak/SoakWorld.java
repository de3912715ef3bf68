package io.virtuoso.storm.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Command;
import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.Ports;
import io.virtuoso.local.process.RedisExecutable;
import io.virtuoso.local.process.ServiceCommand;
import io.virtuoso.simulator.SimulatorCommand;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.Instruments;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The engine on one core; Redis and the simulated exchange, each a process of its own, on another.
 * Not thread-safe: one thread starts all processes and outlives them.
 */
final class SoakWorld implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_EVERY_MS = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final Path root;
  private final Path state;
  private final Leash leash;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Child simulator;
  private final Child engine;
  private final Client toSimulator;
  private final Client toEngine;
  private final Client toManagement;

  /**
   * Starts everything and waits until the engine has documents.
   *
   * @param root the built checkout
   * @param state for logs and unpacked programs
   * @param cores the engine's and the others', as {@code taskset} takes them
   */
  SoakWorld(Path root, Path state, List<String> cores, SoakOptions options)
      throws IOException, InterruptedException {
    this.root = root;
    this.state = state;
    this.leash = Leash.ofThisSystem();
    Path temporary = Files.createDirectories(state.resolve("tmp"));
    List<Integer> ports = Ports.free(4);
    try {
      Child redis = start("redis", cores.get(1), redis(ports.get(0), temporary));
      await("Redis", redis, () -> Ports.isAnswered(ports.get(0)));
      simulator = start("simulator", cores.get(1), simulator(ports.get(1), options));
      toSimulator = keep(new Client("127.0.0.2", ports.get(1)));
      await("the simulator", simulator, () -> Ports.isAnswered(ports.get(1)));
      Command command =
          ServiceCommand.engine(
              root,
              temporary,
              List.of(
                  "-Dquarkus.http.port=" + ports.get(2),
                  "-Dquarkus.management.port=" + ports.get(3),
                  "-Dquarkus.vertx.event-loops-pool-size=1", // it has one core
                  "-Xmx" + options.heapMib() + "m",
                  "-Xmn" + options.heapMib() / 3 + "m",
                  "-Xlog:gc,safepoint:file=" + state.resolve("logs/engine-gc.log"),
                  "-Dvirtuoso.feed.source=simulated",
                  "-Dvirtuoso.feed.endpoint=127.0.0.1:" + ports.get(1),
                  "-Dvirtuoso.feed.venues=" + options.venue(),
                  "-Dvirtuoso.feed.symbols=" + names(options)),
              Map.of("VIRTUOSO_REDIS", "redis://127.0.0.1:" + ports.get(0)));
      engine = start("engine", cores.get(0), command);
      toEngine = keep(new Client("127.0.0.2", ports.get(2)));
      toManagement = keep(new Client("127.0.0.2", ports.get(3)));
      await("the engine", engine, () -> ask(toEngine, "/api/dashboard/overview").status() == 200);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private static String names(SoakOptions options) {
    return Instruments.first(options.symbols()).stream()
        .map(Instrument::symbol)
        .collect(Collectors.joining(","));
  }

  private Command redis(int port, Path folder) throws IOException {
    Path installed = Leash.onPath("redis-server").orElse(null);
    Path executable =
        installed != null
            ? installed
            : RedisExecutable.unpacked(state).orElseThrow(() -> new IOException("no Redis here"));
    return new Command(
        List.of(
            executable.toString(),
            "--port",
            "" + port,
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "no"),
        Map.of());
  }

  private static Command simulator(int port, SoakOptions options) {
    return new Command(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            SimulatorCommand.class.getName(),
            "--port",
            "" + port,
            "--symbols",
            "" + options.symbols(),
            "--rate",
            "" + options.rate()),
        Map.of());
  }

  private Child start(String name, String core, Command command) throws IOException {
    List<String> words = new ArrayList<>(leash.tie(List.of("taskset", "-c", core)));
    words.addAll(command.words());
    return keep(
        Child.start(name, root, state.resolve("logs"), new Command(words, command.environment())));
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Something that may come true. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String who, Child child, Condition condition)
      throws InterruptedException, IOException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < START.toNanos()) {
      if (!child.isAlive()) {
        throw new IOException(child.obituary());
      }
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException notYet) {
        // asked again
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    throw new IOException(who + " does not answer; " + child.obituary());
  }

  private static Answer ask(Client client, String target) throws IOException {
    return client.get(target, PATIENCE);
  }

  Child engine() {
    return engine;
  }

  Child simulator() {
    return simulator;
  }

  /** The engine's status document, its {@code data}. */
  JsonNode status() throws IOException {
    return json.readTree(ask(toEngine, "/api/status").text()).path("data");
  }

  /** How late the engine's event loops have been so far. */
  LagHistogram lag() throws IOException {
    return LagHistogram.of(ask(toManagement, "/q/metrics").text());
  }

  /** How far the simulated market is behind the wall clock, ms: the exchange cannot keep up. */
  long simulatorBehindMs() throws IOException {
    long now = json.readTree(ask(toSimulator, "/control/status").text()).path("time").asLong();
    return System.currentTimeMillis() - now;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failed) {
        System.err.println("  a part could not be stopped: " + failed);
      }
    }
  }
}
