package io.virtuoso.local;

import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/**
 * The running parts, in the order of their start; closing stops them in reverse. Not thread-safe.
 */
final class Stack implements AutoCloseable {
  static final int ENGINE_PORT = 8003;
  private static final int ENGINE_MANAGEMENT_PORT = 9003;
  private static final int GATEWAY_MANAGEMENT_PORT = 9001;
  private static final int REDIS_PORT = 16379;
  private static final int MEMCACHED_PORT = 21211;
  private static final int SIMULATOR_PORT = 9870;

  /** Small heaps on purpose: the whole stack is to fit on the smallest machine (docs/decisions). */
  private static final List<String> ENGINE_JVM =
      List.of("-Xmx144m", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=64m", "-Xss512k");

  /** No class but ours is ever deserialised; Memcached is a place that others can write to. */
  private static final List<String> GATEWAY_JVM =
      List.of(
          "-Xmx80m",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=48m",
          "-Xss512k",
          "-XX:MaxDirectMemorySize=64m",
          "-Djdk.serialFilter=!*");

  private final Path root;
  private final Path logs;
  private final Options options;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private int redisPort;
  private int memcachedPort;

  Stack(Path root, Options options) {
    this.root = root;
    this.logs = root.resolve(".virtuoso/logs");
    this.options = options;
  }

  /** Every port that must be free, with what it is for. */
  Map<Integer, String> ports() {
    Map<Integer, String> ports = new HashMap<>();
    ports.put(options.port(), "the pages and the API (choose another with --port)");
    ports.put(ENGINE_PORT, "core-engine");
    ports.put(ENGINE_MANAGEMENT_PORT, "core-engine's health and metrics");
    ports.put(GATEWAY_MANAGEMENT_PORT, "web-gateway's health and metrics");
    return ports;
  }

  /** Starts the embedded Redis, or the one on the PATH where the embedded one cannot run. */
  String startRedis() throws IOException {
    redisPort = Ports.freeNear(REDIS_PORT);
    List<String> settings =
        List.of(
            "bind 127.0.0.1",
            "save \"\"",
            "appendonly no",
            "maxmemory 128mb",
            "maxmemory-policy allkeys-lru");
    try {
      var builder = RedisServer.newRedisServer().port(redisPort);
      settings.forEach(builder::setting);
      RedisServer embedded = builder.build();
      embedded.start();
      parts.push(embedded::stop);
      return "embedded";
    } catch (IOException | RuntimeException cannotRun) {
      List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + redisPort));
      for (String setting : settings) {
        String[] words = setting.split(" ", 2);
        command.add("--" + words[0]);
        command.add(words[1].replace("\"\"", ""));
      }
      parts.push(Child.start("redis", logs, command, Map.of()));
      return "redis-server from the PATH, as the embedded one does not run here";
    }
  }

  /** Starts Memcached where it is installed. */
  boolean startMemcached() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    boolean installed =
        List.of(path.split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "memcached")));
    if (!installed) {
      return false;
    }
    memcachedPort = Ports.freeNear(MEMCACHED_PORT);
    List<String> command =
        new ArrayList<>(
            List.of("memcached", "-l", "127.0.0.1", "-p", "" + memcachedPort, "-U", "0"));
    command.addAll(List.of("-m", "64", "-c", "512", "-I", "1m"));
    if (System.getProperty("user.name", "").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    parts.push(Child.start("memcached", logs, command, Map.of()));
    return true;
  }

  /** Starts the simulated exchange in this process and tells its base URL without a scheme. */
  String startSimulator() throws Exception {
    SimulatorSettings defaults = SimulatorSettings.defaults();
    SimulatedExchange exchange =
        SimulatedExchange.start(
            (options.symbols().isEmpty() ? defaults : defaults.withSymbols(options.symbols()))
                .withPort(Ports.freeNear(SIMULATOR_PORT)));
    parts.push(exchange);
    return "127.0.0.1:" + exchange.port();
  }

  /**
   * Starts the engine.
   *
   * @param simulator where the simulated exchange is, when that is the feed
   * @param note what the status page is to say; null for nothing
   */
  Child startEngine(@Nullable String simulator, @Nullable String note) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("VIRTUOSO_REDIS", "redis://127.0.0.1:" + redisPort);
    List<String> settings = new ArrayList<>(ENGINE_JVM);
    settings.add(
        "-Dvirtuoso.feed.source=" + (simulator != null ? "simulated" : options.feed().code()));
    if (simulator != null) {
      settings.add("-Dvirtuoso.feed.endpoint=" + simulator);
    }
    if (note != null) {
      settings.add("-Dvirtuoso.feed.note=" + note);
    }
    if (!options.symbols().isEmpty()) {
      settings.add("-Dvirtuoso.feed.symbols=" + String.join(",", options.symbols()));
    }
    if (options.record() != null) {
      settings.add("-Dvirtuoso.feed.record=" + options.record().toAbsolutePath());
    }
    if (options.tape() != null) {
      settings.add("-Dvirtuoso.feed.tape=" + options.tape().toAbsolutePath());
      settings.add("-Dvirtuoso.feed.speed=" + options.speed());
      if (options.exchange() != null) {
        settings.add("-Dvirtuoso.feed.exchange=" + options.exchange());
      }
    }
    return start("engine", "core-engine", settings, environment);
  }

  Child startGateway() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("VIRTUOSO_REDIS", "redis://127.0.0.1:" + redisPort);
    environment.put("VIRTUOSO_ENGINE", "http://127.0.0.1:" + ENGINE_PORT);
    environment.put("VIRTUOSO_MEMCACHED", memcachedPort == 0 ? "" : "127.0.0.1:" + memcachedPort);
    List<String> settings = new ArrayList<>(GATEWAY_JVM);
    settings.add("-Dquarkus.http.port=" + options.port());
    return start("gateway", "web-gateway", settings, environment);
  }

  private Child start(
      String name, String module, List<String> settings, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(settings);
    command.add("-jar");
    command.add(root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar").toString());
    Child child = Child.start(name, logs, command, environment);
    parts.push(child);
    return child;
  }

  /** Stops one part ahead of the others. */
  void stop(Child child) {
    parts.remove(child);
    child.close();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception failed) {
        System.err.println("  could not stop " + part + ": " + failed.getMessage());
      }
    }
  }
}
