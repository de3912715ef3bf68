package io.virtuoso.engine.measure.factor.flow;

import java.util.Arrays;

/**
 * Notional by price and aggressor over the last 10 min, in slices of 60 s. Prices fall into buckets
 * of 2.5 basis points on a fixed logarithmic grid: the same for every symbol and every run, with no
 * reference price that would have to be tracked. 128 buckets (3.2 %) around the newest price are
 * kept; a price beyond takes the place of the one 128 buckets away.
 */
final class PriceLadder {
  static final int ROWS = 128;
  static final int SLICES = 10;
  static final long SLICE_MS = 60_000;

  /** Width of a bucket in natural logarithm. */
  static final double WIDTH = 2.5e-4;

  private static final long NONE = Long.MIN_VALUE;

  private final long[] rowOf = new long[ROWS];
  private final double[] signed = new double[ROWS * SLICES];
  private final double[] turnover = new double[ROWS * SLICES];
  private final double[] closedSigned = new double[ROWS];
  private final double[] closedTurnover = new double[ROWS];
  private long closedFor = NONE;
  private long slice = NONE;
  private long center = NONE;

  PriceLadder() {
    Arrays.fill(rowOf, NONE);
  }

  /** The bucket of a positive price. */
  static long row(double price) {
    return (long) Math.floor(StrictMath.log(price) / WIDTH);
  }

  void add(long timeMs, double price, double signedNotional, double notional) {
    advance(timeMs / SLICE_MS);
    if (slice != closedFor) {
      closedFor = NONE;
    }
    center = row(price);
    int at = at(center);
    if (rowOf[at] != center) {
      rowOf[at] = center;
      Arrays.fill(signed, at * SLICES, (at + 1) * SLICES, 0);
      Arrays.fill(turnover, at * SLICES, (at + 1) * SLICES, 0);
      closedSigned[at] = 0;
      closedTurnover[at] = 0;
    }
    int cell = at * SLICES + (int) (slice % SLICES);
    signed[cell] += signedNotional;
    turnover[cell] += notional;
  }

  private void advance(long next) {
    if (slice == NONE || next - slice >= SLICES) {
      Arrays.fill(signed, 0);
      Arrays.fill(turnover, 0);
      slice = next;
      return;
    }
    while (slice < next) {
      slice++;
      for (int i = (int) (slice % SLICES); i < signed.length; i += SLICES) {
        signed[i] = 0;
        turnover[i] = 0;
      }
    }
  }

  /**
   * Sums the slices that are over, once a minute, so that a reading adds two numbers per bucket. A
   * pure function of the slices: it does not matter how often it is called.
   */
  void prepare(long nowMs) {
    long now = Math.max(nowMs / SLICE_MS, slice);
    if (slice == NONE || now == closedFor) {
      return;
    }
    for (int at = 0; at < ROWS; at++) {
      double signedSum = 0;
      double turnoverSum = 0;
      for (long s = Math.max(now - SLICES + 1, 0); s < now && s <= slice; s++) {
        signedSum += signed[at * SLICES + (int) (s % SLICES)];
        turnoverSum += turnover[at * SLICES + (int) (s % SLICES)];
      }
      closedSigned[at] = signedSum;
      closedTurnover[at] = turnoverSum;
    }
    closedFor = now;
  }

  /** The lowest bucket kept. */
  long lowest() {
    return center - ROWS / 2;
  }

  boolean isEmpty() {
    return center == NONE;
  }

  /** Bought less sold notional of a bucket after {@link #prepare}, quote currency. */
  double signed(long row) {
    return total(row, closedSigned, signed);
  }

  /** All notional of a bucket after {@link #prepare}, quote currency. */
  double turnover(long row) {
    return total(row, closedTurnover, turnover);
  }

  private double total(long row, double[] closed, double[] slices) {
    int at = at(row);
    if (rowOf[at] != row) {
      return 0;
    }
    double open = slice == closedFor ? slices[at * SLICES + (int) (slice % SLICES)] : 0;
    return closed[at] + open;
  }

  private static int at(long row) {
    return (int) Math.floorMod(row, (long) ROWS);
  }
}
