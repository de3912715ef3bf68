package io.virtuoso.local;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts the parts of a {@link Stack} in order and waits until they answer honestly. */
final class Launch {
  private static final Duration LIVE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration SCORE_PATIENCE = Duration.ofMinutes(3);
  private static final Duration PROGRESS = Duration.ofSeconds(10);
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final String OVERVIEW = "/api/dashboard/overview";

  private final Stack stack;
  private final Options options;
  private final Probe probe;
  private final CountDownLatch stopping;
  private final Consumer<String> say;
  private @Nullable String simulator;

  /**
   * A start that has not begun.
   *
   * @param stopping when this is zero, waiting ends with an {@link InterruptedException}
   * @param say takes lines for the person who waits
   */
  Launch(Stack stack, Options options, Probe probe, CountDownLatch stopping, Consumer<String> say) {
    this.stack = stack;
    this.options = options;
    this.probe = probe;
    this.stopping = stopping;
    this.say = say;
  }

  /** Returns when the gateway answers with data of the feed asked for, or of its replacement. */
  void start() throws Trouble, IOException, InterruptedException {
    Child redis = startRedis();
    boolean memcached = startMemcached();
    Child engine =
        switch (options.feed()) {
          case LIVE -> startLive(redis);
          case SIMULATED -> startSimulated(null);
          case REPLAY -> stack.startEngine(null, null);
        };
    awaitMarket(engine, stack.startGateway(memcached));
    stack.children().forEach(this::watch);
  }

  Child startRedis() throws Trouble, IOException, InterruptedException {
    Optional<Child> embedded = stack.startEmbeddedRedis();
    if (embedded.isPresent() && accepts(embedded.get(), stack.ports().redis())) {
      say.accept("Redis: embedded, port " + stack.ports().redis());
      return embedded.get();
    }
    embedded.ifPresent(stack::stop);
    Optional<Child> installed = stack.startInstalledRedis();
    if (installed.isPresent() && accepts(installed.get(), stack.ports().redis())) {
      say.accept(
          "Redis: the installed redis-server, as the embedded one does not run here; port "
              + stack.ports().redis());
      return installed.get();
    }
    throw new Trouble(
        "Redis does not run. "
            + installed
                .or(() -> embedded)
                .map(Child::obituary)
                .orElse("There is none for this system")
            + "\n"
            + "  Install redis-server (Debian/Ubuntu: apt-get install redis-server) and try"
            + " again.");
  }

  private boolean startMemcached() throws IOException, InterruptedException {
    Optional<Child> memcached = stack.startMemcached();
    if (memcached.isEmpty()) {
      say.accept("Memcached: not installed, that tier is off");
      return false;
    }
    if (accepts(memcached.get(), stack.ports().memcached())) {
      say.accept("Memcached: port " + stack.ports().memcached());
      return true;
    }
    say.accept("Memcached: does not run, that tier is off. " + memcached.get().obituary());
    stack.stop(memcached.get());
    return false;
  }

  private Child startLive(Child redis) throws Trouble, IOException, InterruptedException {
    Child engine = stack.startEngine(null, null);
    String status = stack.ports().engineUrl() + "/api/status";
    await(engine, "the engine", status, answer -> answer.status() == 200);
    say.accept("waiting for an exchange to answer (at most " + LIVE_PATIENCE.toSeconds() + " s)");
    long deadline = System.nanoTime() + LIVE_PATIENCE.toNanos();
    while (System.nanoTime() < deadline && isRunning(engine)) {
      if (probe.holds(status, Probe::hasLiveFeed)) {
        return engine;
      }
      pause();
    }
    say.accept("no exchange answered: falling back to the simulated feed, marked so everywhere");
    stack.stop(engine);
    stack.stop(redis); // nothing that was published as live may be seen beside the simulation
    startRedis();
    return startSimulated("No exchange answered within 10 s, so the market shown is simulated.");
  }

  private Child startSimulated(@Nullable String note) throws Trouble, IOException {
    try {
      simulator = stack.startSimulator();
    } catch (IllegalArgumentException refused) {
      throw new Trouble("The simulated exchange cannot do that: " + refused.getMessage());
    } catch (IllegalStateException refused) {
      throw new Trouble(
          "The simulated exchange cannot listen on port %d (choose another with %s): %s"
              .formatted(stack.ports().simulator(), PortPlan.SIMULATOR, cause(refused)));
    }
    say.accept("simulated exchange: " + simulator);
    return stack.startEngine(simulator, note);
  }

  private static String cause(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  /** Starts the engine again with the feed that it had. */
  Child restartEngine() throws IOException {
    return stack.startEngine(simulator, null);
  }

  private void awaitMarket(Child engine, Child gateway) throws Trouble, InterruptedException {
    Predicate<Probe.Answer> told = Probe.Answer::tellsOfTheMarket;
    await(engine, "the engine", stack.ports().engineUrl() + OVERVIEW, told);
    boolean mayHaveEnded = options.feed() == Options.FeedKind.REPLAY; // a short tape, played fast
    Predicate<Probe.Answer> live = answer -> mayHaveEnded || answer.isLive();
    await(gateway, "the gateway", stack.ports().gatewayUrl() + OVERVIEW, told.and(live));
  }

  /**
   * Waits for the first score and says so: order flow must have been watched for a while before a
   * score would be honest, which is no reason to keep the pages back.
   */
  void awaitFirstScore() throws InterruptedException {
    String url = stack.ports().gatewayUrl() + OVERVIEW;
    say.accept("prices are there; the first score needs about half a minute of order flow");
    long started = System.nanoTime();
    while (!probe.holds(url, answer -> answer.scored() > 0)) {
      if (System.nanoTime() - started > SCORE_PATIENCE.toNanos()) {
        say.accept("no score yet; the pages say what is missing");
        return;
      }
      pause();
    }
    say.accept("the first score is there");
  }

  private void await(Child child, String who, String url, Predicate<Probe.Answer> condition)
      throws Trouble, InterruptedException {
    say.accept("waiting for " + who);
    long started = System.nanoTime();
    long told = started;
    while (System.nanoTime() - started < START_PATIENCE.toNanos()) {
      if (!isRunning(child)) {
        throw new Trouble(child.obituary());
      }
      if (probe.holds(url, condition)) {
        return;
      }
      if (System.nanoTime() - told >= PROGRESS.toNanos()) {
        told = System.nanoTime();
        say.accept("  … " + (told - started) / 1_000_000_000 + " s");
      }
      pause();
    }
    throw new Trouble(
        "%s did not answer %s with data within %d s; %s"
            .formatted(who, url, START_PATIENCE.toSeconds(), child.obituary()));
  }

  /** Whether it accepts connections before it ends. */
  private boolean accepts(Child child, int port) throws InterruptedException {
    long deadline = System.nanoTime() + STORE_PATIENCE.toNanos();
    while (System.nanoTime() < deadline && isRunning(child)) {
      if (Ports.isAnswered(port)) {
        return true;
      }
      pause();
    }
    return false;
  }

  private boolean isRunning(Child child) throws InterruptedException {
    if (stopping.getCount() == 0) {
      throw new InterruptedException("stopping");
    }
    return child.isAlive();
  }

  private void pause() throws InterruptedException {
    if (stopping.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopping");
    }
  }

  /** Says when a part ends by itself; the others go on, as they are built to. */
  private void watch(Child child) {
    var _ =
        child
            .onExit()
            .thenAccept(_ -> {
              if (stopping.getCount() > 0 && !child.isStopping()) {
                say.accept(child.obituary());
                say.accept("The other parts go on; Ctrl-C and deploy/up start afresh.");
              }
            });
  }
}
