package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.Ports;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis primary, a replica, and three sentinels that agree on which is which. */
final class Sentinels implements AutoCloseable {
  static final String GROUP = "virtuoso";

  private static final int SENTINELS = 3;
  private static final int PATIENCE_MS = 500;
  private static final Duration START = Duration.ofSeconds(20);

  private final Arena arena;
  private final List<Integer> ports;
  private final List<Child> children = new ArrayList<>();
  private final Child first;

  Sentinels(Arena arena) throws IOException, InterruptedException {
    this.arena = arena;
    ports = Ports.free(2 + SENTINELS);
    first = redis(ports.get(0));
    Child second = redis(ports.get(1), "--replicaof", "127.0.0.1 " + ports.get(0));
    for (int i = 0; i < SENTINELS; i++) {
      sentinel(ports.get(2 + i));
    }
    Patience.require("the replica follows", START, () -> knowsReplica());
    children.add(second);
  }

  static boolean isInstalled() {
    return Leash.onPath("redis-sentinel").isPresent() && Leash.onPath("redis-server").isPresent();
  }

  /** The addresses of the sentinels, as the gateway's setting wants them. */
  String hosts() {
    return ports.subList(2, ports.size()).stream()
        .map(port -> "redis://127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  int firstPort() {
    return ports.get(0);
  }

  Child first() {
    return first;
  }

  /** Where the primary is, by the sentinels' word; the last known one when none answers. */
  int primaryPort() {
    for (int port : ports.subList(2, ports.size())) {
      try (RedisSocket sentinel = new RedisSocket(port, PATIENCE_MS)) {
        return (int)
            sentinel.ask("SENTINEL", "get-master-addr-by-name", GROUP).parts().get(1).number();
      } catch (IOException | IndexOutOfBoundsException silent) {
        // the next one may know
      }
    }
    return ports.get(0);
  }

  private boolean knowsReplica() throws IOException {
    try (RedisSocket sentinel = new RedisSocket(ports.get(2), PATIENCE_MS)) {
      return !sentinel.ask("SENTINEL", "replicas", GROUP).parts().isEmpty();
    }
  }

  private Child redis(int port, String... more) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                arena.redisExecutable().toString(),
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--dir",
                Files.createDirectories(arena.temporary().resolve("redis-" + port)).toString(),
                "--save",
                "",
                "--repl-diskless-sync-delay",
                "0"));
    words.addAll(List.of(more));
    Child child = arena.start("redis-" + port, arena.tied(words));
    children.add(child);
    Patience.require("Redis accepts", START, () -> Ports.isAnswered(port));
    return child;
  }

  private void sentinel(int port) throws IOException {
    Path file = arena.temporary().resolve("sentinel-" + port + ".conf");
    Files.writeString(
        file,
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor %s 127.0.0.1 %d 2
        sentinel down-after-milliseconds %s 1000
        sentinel failover-timeout %s 5000
        """
            .formatted(port, arena.temporary(), GROUP, ports.get(0), GROUP, GROUP));
    String program = Leash.onPath("redis-sentinel").orElseThrow().toString();
    children.add(arena.start("sentinel-" + port, arena.tied(List.of(program, file.toString()))));
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }
}
