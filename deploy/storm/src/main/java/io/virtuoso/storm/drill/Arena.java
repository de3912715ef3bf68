package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Command;
import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.Ports;
import io.virtuoso.local.process.RedisExecutable;
import io.virtuoso.local.process.ServiceCommand;
import io.virtuoso.storm.proxy.FaultProxy;
import io.virtuoso.storm.standin.Manner;
import io.virtuoso.storm.standin.Publisher;
import io.virtuoso.storm.standin.StandInEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the drills break: a real Redis, Memcached and gateway, the stand-in for the engine, and a
 * fault proxy on each of the gateway's links. Drills share it and leave it broken; {@link #settle}
 * makes it whole. Not thread-safe: one thread starts all processes and outlives them.
 */
final class Arena implements AutoCloseable {
  /** Between two versions of the market. */
  static final Duration BEAT = Duration.ofMillis(500);

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final Path root;
  private final Path state;
  private final Path temporary;
  private final Leash leash;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final int redisPort;
  private final int memcachedPort;
  private final Publisher publisher;
  private final StandInEngine engine;
  private final FaultProxy toEngine;
  private final FaultProxy toRedis;
  private final FaultProxy toMemcached;
  private Child redis;
  private Child memcached;
  private final Gateway gateway;

  /**
   * Starts everything and waits until it answers.
   *
   * @param root the built checkout
   * @param state for logs and unpacked programs
   */
  Arena(Path root, Path state) throws IOException, InterruptedException {
    this.root = root;
    this.state = state;
    this.temporary = Files.createDirectories(state.resolve("tmp"));
    this.leash = Leash.ofThisSystem();
    List<Integer> ports = Ports.free(2);
    redisPort = ports.get(0);
    memcachedPort = ports.get(1);
    redis = startRedis();
    memcached = startMemcached();
    publisher = keep(new Publisher(() -> redisPort, BEAT));
    engine = keep(new StandInEngine(publisher::market));
    toEngine = keep(FaultProxy.to(engine.port()));
    toRedis = keep(FaultProxy.to(redisPort));
    toMemcached = keep(FaultProxy.to(memcachedPort));
    gateway = startGateway("gateway", Map.of());
    awaitFresh(gateway);
  }

  /** What must be installed for it; empty when all is there. */
  static Optional<String> missing() {
    return Leash.onPath("memcached").isEmpty()
        ? Optional.of("memcached is not installed")
        : Optional.empty();
  }

  Gateway gateway() {
    return gateway;
  }

  StandInEngine engine() {
    return engine;
  }

  Publisher publisher() {
    return publisher;
  }

  FaultProxy toEngine() {
    return toEngine;
  }

  FaultProxy toRedis() {
    return toRedis;
  }

  FaultProxy toMemcached() {
    return toMemcached;
  }

  Child redis() {
    return redis;
  }

  Child memcached() {
    return memcached;
  }

  int redisPort() {
    return redisPort;
  }

  int memcachedPort() {
    return memcachedPort;
  }

  Path root() {
    return root;
  }

  Path temporary() {
    return temporary;
  }

  /** The Redis to run: the installed one, else the embedded one. */
  Path redisExecutable() throws IOException {
    Optional<Path> installed = Leash.onPath("redis-server");
    return installed.isPresent()
        ? installed.get()
        : RedisExecutable.unpacked(state).orElseThrow(() -> new IOException("no Redis here"));
  }

  Child startRedis() throws IOException, InterruptedException {
    List<String> words =
        List.of(
            redisExecutable().toString(),
            "--port",
            "" + redisPort,
            "--bind",
            "127.0.0.1",
            "--dir",
            temporary.toString(),
            "--save",
            "",
            "--appendonly",
            "no");
    redis = start("redis", new Command(leash.tie(words), Map.of()));
    Patience.require("Redis accepts", START, () -> Ports.isAnswered(redisPort));
    return redis;
  }

  Child startMemcached() throws IOException, InterruptedException {
    memcached = startMemcached("memcached", memcachedPort);
    return memcached;
  }

  /** Starts one more, which the arena's own gateway knows nothing of. */
  Child startMemcached(String name, int port) throws IOException, InterruptedException {
    String executable =
        Leash.onPath("memcached").orElseThrow(() -> new IOException("no memcached")).toString();
    List<String> words =
        List.of(
            executable,
            "-l",
            "127.0.0.1",
            "-p",
            "" + port,
            "-U",
            "0",
            "-m",
            "64",
            "-c",
            "512",
            "-I",
            "1m");
    Child started = start(name, new Command(leash.tieAsNobody(words), Map.of()));
    Patience.require(name + " accepts", START, () -> Ports.isAnswered(port));
    return started;
  }

  /**
   * Starts a gateway on free ports behind the arena's proxies.
   *
   * @param settings properties on top of the drills' own
   */
  Gateway startGateway(String name, Map<String, String> settings) throws IOException {
    return startGateway(name, List.of(), settings);
  }

  /**
   * The same with more memory.
   *
   * @param room options of the virtual machine
   */
  Gateway startGateway(String name, List<String> room, Map<String, String> settings)
      throws IOException {
    List<Integer> ports = Ports.free(2);
    return startGateway(name, ports.get(0), ports.get(1), room, settings);
  }

  Gateway startGateway(String name, int port, int managementPort, Map<String, String> settings)
      throws IOException {
    return startGateway(name, port, managementPort, List.of(), settings);
  }

  private Gateway startGateway(
      String name, int port, int managementPort, List<String> room, Map<String, String> settings)
      throws IOException {
    Map<String, String> all = new HashMap<>(GatewayDefaults.settings());
    all.put("quarkus.http.port", "" + port);
    all.put("quarkus.management.port", "" + managementPort);
    all.putAll(settings);
    List<String> words = new ArrayList<>(room);
    all.forEach((key, value) -> words.add("-D" + key + "=" + value));
    Map<String, String> environment =
        Map.of(
            "VIRTUOSO_REDIS",
            "redis://127.0.0.1:" + toRedis.port(),
            "VIRTUOSO_ENGINE",
            "http://127.0.0.1:" + toEngine.port(),
            "VIRTUOSO_MEMCACHED",
            "127.0.0.1:" + toMemcached.port());
    Command command = ServiceCommand.gateway(root, temporary, words, environment);
    Child child = start(name, new Command(leash.tie(command.words()), command.environment()));
    return new Gateway(child, port, managementPort);
  }

  /** Starts any other program of a drill, which closes it. */
  Child start(String name, Command command) throws IOException {
    return keep(Child.start(name, root, state.resolve("logs"), command));
  }

  Command tied(List<String> words) {
    return new Command(leash.tie(words), Map.of());
  }

  void awaitFresh(Gateway which) throws InterruptedException {
    Patience.require(
        which.child().name() + " answers fresh",
        START,
        () -> {
          if (!which.child().isAlive()) {
            throw new IllegalStateException(which.child().obituary());
          }
          return isFresh(which) && which.isReady();
        });
  }

  static boolean isFresh(Gateway which) throws IOException {
    return which
        .get("/api/dashboard/overview")
        .header("Data-State")
        .filter("live"::equals)
        .isPresent();
  }

  /** Ends everything that is wrong and waits until it has healed; tells how long that took. */
  Duration settle() throws IOException, InterruptedException {
    toEngine.heal();
    toRedis.heal();
    toMemcached.heal();
    engine.behave(Manner.HONEST);
    engine.delay(0);
    publisher.alive(true);
    publisher.moving(true);
    publisher.announcing(true);
    publisher.withhold(Set.of());
    if (!redis.isAlive()) {
      startRedis();
    }
    if (!memcached.isAlive()) {
      startMemcached();
    }
    redis.signal("CONT");
    memcached.signal("CONT");
    Duration waited = Patience.until(RECOVERY, () -> trouble().isEmpty());
    if (waited.compareTo(RECOVERY) >= 0) {
      throw new IllegalStateException("not whole again: " + trouble());
    }
    return waited;
  }

  /** Whether the process does not run because it was told so. */
  static boolean isStopped(Child child) throws IOException {
    return Files.readString(Path.of("/proc/" + child.pid() + "/stat")).contains(") T ");
  }

  /**
   * What is not as it should be. Asks for something that needs the tiers, for else none is tried.
   */
  private List<String> trouble() throws IOException {
    List<String> trouble = new ArrayList<>();
    int cold = gateway.get(Load.cold().target()).status();
    if (cold != 200) {
      trouble.add("a cold key: " + cold);
    }
    if (gateway.metric("virtuoso_engine_paced") > 0) {
      trouble.add("the engine is still asked slowly"); // a drill's cold keys would be refused
      return trouble; // to ask for the rest all the time would be more than one client may
    }
    if (!isFresh(gateway)) {
      trouble.add("the overview is not live");
    }
    if (!gateway.engineBreaker().equals("closed")) {
      trouble.add("the engine's breaker is " + gateway.engineBreaker());
    }
    if (!gateway.hearsUpdates()) {
      trouble.add("no announcements arrive");
    }
    for (String tier : List.of("redis", "memcached")) {
      if (!gateway.tier(tier).path("state").asText().equals("up")) {
        trouble.add(gateway.tier(tier).toString());
      }
    }
    return trouble;
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception failed) {
        System.err.println("  a part could not be stopped: " + failed);
      }
    }
  }
}
