package io.virtuoso.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The command {@code deploy/up}: starts the parts, waits until they answer honestly, stays. */
public final class Up {
  private static final Duration LIVE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration BEAT = Duration.ofMillis(100);

  private final Stack stack;
  private final Options options;
  private final Probe probe;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();

  private Up(Stack stack, Options options, Probe probe) {
    this.stack = stack;
    this.options = options;
    this.probe = probe;
  }

  /** A condition that did not come true in time; the message is for the operator. */
  private static final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    Trouble(String message) {
      super(message, null, false, false);
    }
  }

  /** Runs until Ctrl-C; the working directory is the checkout. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (Options.Invalid invalid) {
      System.err.println("deploy/up: " + invalid.getMessage());
      return 2;
    }
    try (Probe probe = new Probe()) {
      return new Up(new Stack(Path.of(""), options), options, probe).run();
    }
  }

  private int run() {
    for (Map.Entry<Integer, String> port : stack.ports().entrySet()) {
      if (!Ports.isFree(port.getKey())) {
        System.err.println(
            "Port "
                + port.getKey()
                + " is taken; it is needed for "
                + port.getValue()
                + ". See who has it: ss -ltnp 'sport = :"
                + port.getKey()
                + "'");
        return 1;
      }
    }
    Thread hook = new Thread(this::interrupted, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = 0;
    try {
      start();
      stopping.await();
    } catch (Trouble trouble) {
      System.err.println("✗ " + trouble.getMessage());
      code = 1;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      if (stopping.getCount() > 0) {
        System.err.println("✗ could not start: " + failed);
        code = 1;
      }
    } finally {
      ended.set(true);
      stack.close();
      stopped.countDown();
    }
    return code;
  }

  /** On Ctrl-C: lets {@link #run} stop the parts and waits for it. */
  private void interrupted() {
    stopping.countDown();
    if (!ended.get()) {
      System.out.println("\n▸ stopping");
    }
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void start() throws Exception {
    say("Redis: " + stack.startRedis());
    say(stack.startMemcached() ? "Memcached: started" : "Memcached: not installed, tier is off");
    switch (options.feed()) {
      case LIVE -> startLive();
      case SIMULATED -> startSimulated(null);
      case REPLAY -> {
        Child engine = stack.startEngine(null, null);
        await(engine, "the engine", "/api/status", START_PATIENCE, Stack.ENGINE_PORT);
        watch(engine);
      }
    }
    Child gateway = stack.startGateway();
    await(gateway, "the gateway", "/api/dashboard/overview", START_PATIENCE, options.port());
    watch(gateway);
    System.out.println();
    System.out.println("  Virtuoso is up:  http://127.0.0.1:" + options.port() + "/");
    System.out.println("  Ctrl-C stops all of it. Logs: .virtuoso/logs");
    System.out.flush();
  }

  private void startLive() throws Exception {
    Child engine = stack.startEngine(null, null);
    await(engine, "the engine", "/api/status", START_PATIENCE, Stack.ENGINE_PORT);
    say("waiting for an exchange to answer (at most " + LIVE_PATIENCE.toSeconds() + " s)");
    long deadline = System.nanoTime() + LIVE_PATIENCE.toNanos();
    while (System.nanoTime() < deadline && isRunning(engine)) {
      if (probe.anyFeedLive("http://127.0.0.1:" + Stack.ENGINE_PORT)) {
        watch(engine);
        return;
      }
      pause();
    }
    say("no exchange answered: falling back to the simulated feed, marked so on every page");
    stack.stop(engine);
    startSimulated("No exchange answered within 10 s, so the market shown is simulated.");
  }

  private void startSimulated(@Nullable String note) throws Exception {
    String simulator = stack.startSimulator();
    say("simulated exchange: " + simulator);
    Child engine = stack.startEngine(simulator, note);
    await(engine, "the engine", "/api/dashboard/overview", START_PATIENCE, Stack.ENGINE_PORT);
    watch(engine);
  }

  /**
   * Waits until {@code path} is answered with 200; the engine and the gateway answer nothing else.
   */
  private void await(Child child, String who, String path, Duration patience, int port)
      throws Trouble, InterruptedException {
    say("waiting for " + who);
    String url = "http://127.0.0.1:" + port + path;
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      if (!isRunning(child)) {
        throw new Trouble(child.obituary());
      }
      if (probe.ask(url).isPresent()) {
        return;
      }
      pause();
    }
    throw new Trouble(
        who
            + " did not answer "
            + path
            + " within "
            + patience.toSeconds()
            + " s; "
            + child.obituary());
  }

  private boolean isRunning(Child child) throws InterruptedException {
    if (stopping.getCount() == 0) {
      throw new InterruptedException("stopping");
    }
    return child.isAlive();
  }

  private void pause() throws InterruptedException {
    if (stopping.await(BEAT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("stopping");
    }
  }

  /** Says when a part ends by itself; the others go on, as they are built to. */
  private void watch(Child child) {
    var _ =
        child
            .onExit()
            .thenAccept(_ -> {
              if (stopping.getCount() > 0) {
                System.err.println("✗ " + child.obituary());
                System.err.println("  The other parts go on; Ctrl-C and deploy/up start afresh.");
              }
            });
  }

  private static void say(String line) {
    System.out.println("▸ " + line);
  }
}
