package io.virtuoso.local;

import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command {@code deploy/up}: starts the parts, waits until they answer honestly, stays. */
public final class Up {
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();

  private Up() {}

  /**
   * Runs until Ctrl-C. The system property {@code virtuoso.root} names the checkout, {@code
   * virtuoso.state} the folder for logs, which is {@code .virtuoso} in the checkout otherwise.
   */
  public static void main(String... arguments) {
    System.exit(new Up().run(arguments));
  }

  private int run(String... arguments) {
    Path root = Path.of(System.getProperty("virtuoso.root", "")).toAbsolutePath();
    try {
      Options options = Options.parse(arguments);
      PortPlan ports = PortPlan.usual(options.port(), System.getenv());
      for (Map.Entry<Integer, String> port : ports.fixed().entrySet()) {
        Optional<String> obstacle = Ports.obstacle(port.getKey());
        if (obstacle.isPresent()) {
          throw new Trouble(obstacle.get() + taken(port));
        }
      }
      return run(root, options, ports);
    } catch (Options.Invalid invalid) {
      System.err.println("deploy/up: " + invalid.getMessage());
      return 2;
    } catch (Trouble trouble) {
      System.err.println("✗ " + trouble.getMessage());
      return 1;
    } catch (IOException failed) {
      System.err.println("✗ could not start: " + failed);
      return 1;
    }
  }

  private static String taken(Map.Entry<Integer, String> port) {
    return "; it is needed for %s.\n  See who has it: ss -ltnp 'sport = :%d'"
        .formatted(port.getValue(), port.getKey());
  }

  private int run(Path root, Options options, PortPlan ports) throws Trouble, IOException {
    long started = System.nanoTime();
    String folder = System.getProperty("virtuoso.state");
    Path state = folder == null ? root.resolve(".virtuoso") : Path.of(folder).toAbsolutePath();
    Thread hook = new Thread(this::interrupted, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Probe probe = new Probe();
        Stack stack = new Stack(root, state, options, ports)) {
      Launch launch = new Launch(stack, options, probe, stopping, Up::say);
      launch.start();
      System.out.printf(
          "%n  Virtuoso is up after %.1f s:  %s/%n  Ctrl-C stops all of it. Logs: %s%n",
          (System.nanoTime() - started) / 1e9, ports.gatewayUrl(), state.resolve("logs"));
      System.out.println();
      launch.awaitFirstScore();
      stopping.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      ended.set(true);
      stopped.countDown();
    }
    return 0;
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

  private static void say(String line) {
    System.out.println("▸ " + line);
  }
}
