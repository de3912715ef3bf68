package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * At most so many units in every window of time, wherever the window begins. Stricter than a token
 * bucket, which lets a burst and its refill meet in one window.
 *
 * <p>Not thread-safe: lives on one event loop.
 */
final class RateWindow {
  private record Use(long atMs, int units) {}

  private final long windowMs;
  private final Deque<Use> uses = new ArrayDeque<>();
  private int units;
  private int used;
  private int flying;

  RateWindow(int units, Duration window) {
    this.units = units;
    this.windowMs = window.toMillis();
  }

  /** From now on at most {@code otherUnits}. */
  void resize(int otherUnits) {
    units = otherUnits;
  }

  int units() {
    return units;
  }

  /** How long to wait until {@code cost} fits, in ms; 0 when it fits now. */
  long waitMs(int cost, long nowMs) {
    return waitMs(cost, units, nowMs);
  }

  /** The same where no more than {@code most} units are to be used together with it. */
  long waitMs(int cost, int most, long nowMs) {
    forget(nowMs);
    // What alone exceeds the limit goes when nothing else has been used.
    int room = most - Math.min(cost, most);
    int left = used + flying;
    long freeAt = nowMs;
    for (Use use : uses) {
      if (left <= room) {
        break;
      }
      left -= use.units();
      freeAt = use.atMs() + windowMs;
    }
    return left <= room ? freeAt - nowMs : windowMs; // less as soon as answers come
  }

  /** Units leave: they count, and will in the whole window that begins when they arrive. */
  void depart(int cost) {
    flying += cost;
  }

  /** Units that departed have arrived by now; nobody knows when they did. */
  void arrive(int cost, long nowMs) {
    flying -= cost;
    take(cost, nowMs);
  }

  void take(int cost, long nowMs) {
    forget(nowMs);
    uses.addLast(new Use(nowMs, cost));
    used += cost;
  }

  /** The other side counts {@code counted} units in its window: whatever we did not know of. */
  void learn(int counted, long nowMs) {
    forget(nowMs);
    if (counted > used + flying) {
      take(counted - used - flying, nowMs);
    }
  }

  private void forget(long nowMs) {
    while (!uses.isEmpty() && uses.getFirst().atMs() + windowMs <= nowMs) {
      used -= uses.removeFirst().units();
    }
  }
}
