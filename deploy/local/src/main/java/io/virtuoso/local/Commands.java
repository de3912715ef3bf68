package io.virtuoso.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of each part. */
final class Commands {
  /**
   * Small on purpose: the whole stack is to fit on the smallest machine. The heap starts small and
   * gives back what a burst needed; figures are in docs/decisions/0009-memory.md.
   */
  private static final List<String> SMALL_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=40",
          "-Xss512k",
          "-Dquarkus.vertx.event-loops-pool-size=2");

  private static final List<String> ENGINE_JVM =
      List.of("-Xms32m", "-Xmx160m", "-XX:ReservedCodeCacheSize=64m");

  /** No class but ours is ever deserialised; Memcached is a place that others can write to. */
  private static final List<String> GATEWAY_JVM =
      List.of(
          "-Xms16m",
          "-Xmx80m",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:MaxDirectMemorySize=64m",
          "-Djdk.serialFilter=!*",
          // here a person reads the log
          "-Dquarkus.log.console.json.enabled=false");

  /** More arenas of the C library's allocator cost memory and win nothing on few cores. */
  private static final Map<String, String> FEW_ARENAS = Map.of("MALLOC_ARENA_MAX", "2");

  private final Path root;
  private final Path temporary;
  private final Options options;
  private final PortPlan ports;

  /**
   * Command lines for one run.
   *
   * @param root the checkout
   * @param temporary for what libraries unpack; the launcher removes it
   */
  Commands(Path root, Path temporary, Options options, PortPlan ports) {
    this.root = root;
    this.temporary = temporary;
    this.options = options;
    this.ports = ports;
  }

  /** A Redis that keeps nothing on disk. */
  Command redis(Path executable, Path folder) {
    return new Command(
        List.of(
            executable.toString(),
            "--port",
            "" + ports.redis(),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory",
            "128mb",
            "--maxmemory-policy",
            "allkeys-lru"),
        Map.of());
  }

  Command memcached(Path executable) {
    return new Command(
        List.of(
            executable.toString(),
            "-l",
            "127.0.0.1",
            "-p",
            "" + ports.memcached(),
            "-U",
            "0",
            "-m",
            "64",
            "-c",
            "512",
            "-I",
            "1m"),
        Map.of());
  }

  /**
   * The engine.
   *
   * @param simulator host and port of the simulated exchange, when that is the feed
   * @param note what the status page is to say; null for nothing
   */
  Command engine(@Nullable String simulator, @Nullable String note) {
    List<String> settings = new ArrayList<>(ENGINE_JVM);
    settings.add("-Dquarkus.http.port=" + ports.engine());
    settings.add("-Dquarkus.management.port=" + ports.engineManagement());
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
    return java("core-engine", settings, Map.of("VIRTUOSO_REDIS", redisUrl()));
  }

  /** The gateway, with or without its third tier. */
  Command gateway(boolean memcached) {
    List<String> settings = new ArrayList<>(GATEWAY_JVM);
    settings.add("-Dquarkus.http.port=" + ports.gateway());
    settings.add("-Dquarkus.management.port=" + ports.gatewayManagement());
    return java(
        "web-gateway",
        settings,
        Map.of(
            "VIRTUOSO_REDIS",
            redisUrl(),
            "VIRTUOSO_ENGINE",
            ports.engineUrl(),
            "VIRTUOSO_MEMCACHED",
            memcached ? "127.0.0.1:" + ports.memcached() : ""));
  }

  private String redisUrl() {
    return "redis://127.0.0.1:" + ports.redis();
  }

  private Command java(String module, List<String> settings, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow"); // Netty's; said once, it says nothing
    words.add("-Djava.io.tmpdir=" + temporary);
    words.addAll(SMALL_JVM);
    words.addAll(settings);
    words.add("-jar");
    words.add(root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar").toString());
    Map<String, String> all = new HashMap<>(FEW_ARENAS);
    all.putAll(environment);
    return new Command(words, all);
  }
}
