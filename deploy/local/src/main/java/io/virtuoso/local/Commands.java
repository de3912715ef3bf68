package io.virtuoso.local;

import io.virtuoso.local.process.Command;
import io.virtuoso.local.process.ServiceCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of each part. */
final class Commands {
  /** Here a person reads the log. */
  private static final String READABLE = "-Dquarkus.log.console.json.enabled=false";

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
    List<String> settings = new ArrayList<>();
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
      settings.add("-Dvirtuoso.feed.selection.most=0"); // these and no others
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
    return ServiceCommand.engine(root, temporary, settings, Map.of("VIRTUOSO_REDIS", redisUrl()));
  }

  /** The gateway, with or without its third tier. */
  Command gateway(boolean memcached) {
    List<String> settings = new ArrayList<>(List.of(READABLE));
    settings.add("-Dquarkus.http.port=" + ports.gateway());
    settings.add("-Dquarkus.management.port=" + ports.gatewayManagement());
    return ServiceCommand.gateway(
        root,
        temporary,
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
}
