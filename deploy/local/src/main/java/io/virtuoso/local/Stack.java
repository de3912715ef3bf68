package io.virtuoso.local;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Command;
import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.RedisExecutable;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running parts, in the order of their start; closing stops them in reverse. Not thread-safe:
 * one thread starts all of them and outlives them (see {@link Leash}).
 */
final class Stack implements AutoCloseable {
  private final Path root;
  private final Path state;
  private final Path temporary;
  private final Options options;
  private final PortPlan ports;
  private final Commands commands;
  private final Leash leash;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /**
   * Nothing runs yet.
   *
   * @param root the built checkout
   * @param state where logs and unpacked programs go
   */
  Stack(Path root, Path state, Options options, PortPlan ports)
      throws IOException, InterruptedException {
    this.root = root;
    this.state = state;
    this.options = options;
    this.ports = ports;
    temporary = RunFolder.create(state);
    parts.push(() -> RunFolder.remove(temporary));
    this.commands = new Commands(root, temporary, options, ports);
    this.leash = Leash.ofThisSystem();
  }

  PortPlan ports() {
    return ports;
  }

  /** Starts the Redis that comes with the launcher; empty where there is none for this system. */
  Optional<Child> startEmbeddedRedis() throws IOException {
    Optional<Path> executable = RedisExecutable.unpacked(state);
    return executable.isEmpty() ? Optional.empty() : Optional.of(redis(executable.get()));
  }

  /** Starts the Redis that is installed; empty where none is. */
  Optional<Child> startInstalledRedis() throws IOException {
    Optional<Path> executable = Leash.onPath("redis-server");
    return executable.isEmpty() ? Optional.empty() : Optional.of(redis(executable.get()));
  }

  private Child redis(Path executable) throws IOException {
    Command command = commands.redis(executable, temporary);
    return start("redis", new Command(leash.tie(command.words()), command.environment()));
  }

  /** Starts Memcached; empty where it is not installed. */
  Optional<Child> startMemcached() throws IOException {
    Optional<Path> executable = Leash.onPath("memcached");
    if (executable.isEmpty()) {
      return Optional.empty();
    }
    Command command = commands.memcached(executable.get());
    return Optional.of(
        start("memcached", new Command(leash.tieAsNobody(command.words()), command.environment())));
  }

  /** Starts the simulated exchange in this process and tells its host and port. */
  String startSimulator() {
    SimulatorSettings defaults = SimulatorSettings.defaults();
    SimulatedExchange exchange =
        SimulatedExchange.start(
            (options.symbols().isEmpty() ? defaults : defaults.withSymbols(options.symbols()))
                .withPort(ports.simulator()));
    parts.push(exchange);
    return "127.0.0.1:" + exchange.port();
  }

  /** Starts the engine; the arguments are those of {@link Commands#engine}. */
  Child startEngine(@Nullable String simulator, @Nullable String note) throws IOException {
    Command command = commands.engine(simulator, note);
    return start("engine", new Command(leash.tie(command.words()), command.environment()));
  }

  Child startGateway(boolean memcached) throws IOException {
    Command command = commands.gateway(memcached);
    return start("gateway", new Command(leash.tie(command.words()), command.environment()));
  }

  private Child start(String name, Command command) throws IOException {
    Child child = Child.start(name, root, state.resolve("logs"), command);
    parts.push(child);
    return child;
  }

  /** The processes, latest first. */
  List<Child> children() {
    return parts.stream().filter(Child.class::isInstance).map(Child.class::cast).toList();
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
        System.err.println("  a part could not be stopped: " + failed);
      }
    }
  }
}
