package io.virtuoso.storm.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** A tier into which a drill writes by hand, and from which what it wrote has to vanish. */
final class PoisonedTier {
  /** From the answer to the moment at which nobody can meet the poison any more. */
  private static final double GONE_MS = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Gateway gateway;
  private final Pen pen;
  private final Eye eye;
  private final long refusedBefore;
  private int unbelievable;
  private int left;
  private double slowestMs;

  /** Writes a value under a key. */
  interface Pen {
    /** Whether the tier took it. */
    boolean write(String key, int flags, byte[] value) throws IOException;
  }

  /** Looks at a key. */
  interface Eye {
    byte[] read(String key) throws IOException;
  }

  /**
   * A tier into which nothing has been planted.
   *
   * @param name as the gateway calls it
   */
  PoisonedTier(String name, Gateway gateway, Pen pen, Eye eye) throws IOException {
    this.name = name;
    this.gateway = gateway;
    this.pen = pen;
    this.eye = eye;
    this.refusedBefore = gateway.counted(name, "refused");
  }

  String name() {
    return name;
  }

  /** Plants it, and tells whether the tier took it. */
  boolean plant(String key, Poison poison, byte[] value) throws IOException {
    boolean taken = pen.write(key, poison.flags(), value);
    unbelievable += taken && !poison.believable() ? 1 : 0;
    return taken;
  }

  /** Waits until the key holds something else, or nothing. */
  void awaitGone(String key, byte[] value) throws InterruptedException {
    Duration waited = Patience.until(PATIENCE, () -> !Arrays.equals(eye.read(key), value));
    slowestMs = Math.max(slowestMs, waited.toNanos() / 1e6);
    left += waited.compareTo(PATIENCE) < 0 ? 0 : 1;
  }

  void tell(Report report) throws IOException {
    report.injected("poisons planted in " + name, unbelievable);
    report.within("slowest to be gone from " + name, slowestMs, GONE_MS);
    report.exactly("poisons left in " + name, left, 0, "of " + unbelievable);
    report.atLeast(
        "refused by " + name + ", by its count",
        gateway.counted(name, "refused") - refusedBefore,
        unbelievable,
        "");
  }
}
