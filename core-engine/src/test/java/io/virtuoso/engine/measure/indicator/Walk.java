package io.virtuoso.engine.measure.indicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded random bars whose prices and volumes are multiples of 1/64, so that sums are exact. */
public final class Walk {
  private static final double TICK = 1.0 / 64;

  private Walk() {}

  /** Begins at {@code startMs}; now and then calm, now and then with a jump or without trades. */
  public static List<TestBar> bars(long seed, int count, long startMs, long intervalMs) {
    Random random = new Random(seed);
    List<TestBar> bars = new ArrayList<>(count);
    double close = 1000;
    for (int i = 0; i < count; i++) {
      double open = close + (random.nextInt(8) == 0 ? ticks(random, 6) : 0);
      double stride = random.nextInt(12) == 0 ? 60 : 1 + 10 * Math.abs(Math.sin(i / 70.0));
      close = Math.clamp(open + ticks(random, stride), 300, 1700);
      double high = Math.max(open, close) + Math.abs(ticks(random, 6));
      double low = Math.min(open, close) - Math.abs(ticks(random, 6));
      double volume = random.nextInt(25) == 0 ? 0 : Math.rint(64 + 640 * random.nextDouble()) / 64;
      double bought = Math.rint(64 * volume * random.nextDouble()) / 64;
      bars.add(new TestBar(startMs + i * intervalMs, open, high, low, close, volume, bought));
    }
    return bars;
  }

  private static double ticks(Random random, double deviation) {
    return Math.rint(random.nextGaussian() * deviation) * TICK;
  }
}
