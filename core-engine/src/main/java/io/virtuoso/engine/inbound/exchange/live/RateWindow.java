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
    forget(nowMs);
    // What alone exceeds the limit goes when nothing else has been used.
    int room = units - Math.min(cost, units);
    int left = used;
    long freeAt = nowMs;
    for (Use use : uses) {
      if (left <= room) {
        break;
      }
      left -= use.units();
      freeAt = use.atMs() + windowMs;
    }
    return freeAt - nowMs;
  }

  void take(int cost, long nowMs) {
    forget(nowMs);
    uses.addLast(new Use(nowMs, cost));
    used += cost;
  }

  /** The other side counts {@code counted} units in its window: whatever we did not know of. */
  void learn(int counted, long nowMs) {
    forget(nowMs);
    if (counted > used) {
      take(counted - used, nowMs);
    }
  }

  private void forget(long nowMs) {
    while (!uses.isEmpty() && uses.getFirst().atMs() + windowMs <= nowMs) {
      used -= uses.removeFirst().units();
    }
  }
}
