package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.local.process.Child;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A gateway process and what it says of itself. */
final class Gateway implements AutoCloseable {
  /** Whoever looks has an address of its own, and so limits of its own. */
  private static final String OBSERVER = "127.0.0.6";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;
  private final int port;
  private final int managementPort;
  private final Client client;
  private final Client management;

  Gateway(Child child, int port, int managementPort) {
    this.child = child;
    this.port = port;
    this.managementPort = managementPort;
    this.client = new Client(OBSERVER, port);
    this.management = new Client(OBSERVER, managementPort);
  }

  Child child() {
    return child;
  }

  int port() {
    return port;
  }

  int managementPort() {
    return managementPort;
  }

  Answer get(String target) throws IOException {
    return client.get(target, PATIENCE);
  }

  JsonNode json(String target) throws IOException {
    return JSON.readTree(get(target).body());
  }

  boolean isReady() throws IOException {
    return management.get("/q/health/ready", PATIENCE).status() == 200;
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String engineBreaker() throws IOException {
    return json("/api/status").at("/data/gateway/engine_breaker").asText();
  }

  /** Whether the announcements arrive. */
  boolean hearsUpdates() throws IOException {
    return json("/api/cache/metrics").at("/data/updates/state").asText().equals("live");
  }

  /** What it says of {@code local}, {@code redis} or {@code memcached}. */
  JsonNode tier(String name) throws IOException {
    for (JsonNode tier : json("/api/cache/metrics").at("/data/tiers")) {
      if (tier.path("name").asText().equals(name)) {
        return tier;
      }
    }
    throw new IOException("the gateway does not tell of " + name);
  }

  /** What the tier counted under that name. */
  long counted(String tier, String name) throws IOException {
    return tier(tier).path("counts").path(name).asLong();
  }

  /** The sum over all series of the Prometheus metric that start like this. */
  double metric(String start) throws IOException {
    return management
        .get("/q/metrics", PATIENCE)
        .text()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Files that the process has open. */
  int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + child.pid() + "/fd"))) {
      return (int) files.count();
    }
  }

  /** A number that Linux tells of the process, for example {@code Threads} or {@code VmRSS}. */
  long proc(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElse(-1);
  }

  long logLines() throws IOException {
    try (Stream<String> lines = Files.lines(child.log())) {
      return lines.count();
    }
  }

  long logLinesWith(String part) throws IOException {
    try (Stream<String> lines = Files.lines(child.log())) {
      return lines.filter(line -> line.contains(part)).count();
    }
  }

  @Override
  public void close() {
    client.close();
    management.close();
    child.close();
  }
}
