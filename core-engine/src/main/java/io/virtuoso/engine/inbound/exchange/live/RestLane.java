package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.Priority;
import io.virtuoso.engine.inbound.exchange.live.dialect.RateLimit;
import io.virtuoso.engine.inbound.exchange.live.dialect.RestCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that wait for one rate limit, most urgent first. Bounded. */
final class RestLane {
  /** A request that waits for its turn, or for another attempt. */
  static final class Pending {
    final RestCall call;
    final Promise<Buffer> promise = Promise.promise();
    final Backoff backoff;

    Pending(RestCall call, Backoff backoff) {
      this.call = call;
      this.backoff = backoff;
    }
  }

  /** We are not the only user of this address, and a limit overstepped is a ban. */
  private static final double SHARE = 0.6;

  /** Of our share, where book snapshots count against the limit: the rest is kept for them. */
  private static final double BESIDE_BOOKS = 0.5;

  /** Clocks differ by this at most in what they call a window. */
  private static final long SLACK_MS = 50;

  private static final int MOST_WAITING = 8192;

  private final Map<Priority, Deque<Pending>> waiting = new EnumMap<>(Priority.class);
  private final RateWindow window;
  private final boolean books;
  private int size;
  private long units;

  RestLane(RateLimit limit) {
    window = new RateWindow(share(limit.units()), limit.window().plusMillis(SLACK_MS));
    books = limit.books();
  }

  /** The exchange states its limit. */
  void limit(int units) {
    window.resize(share(units));
  }

  private static int share(int units) {
    return Math.max(1, (int) (units * SHARE));
  }

  /** Lines up behind its equals; false when the lane is full. */
  boolean offer(Pending pending) {
    if (size >= MOST_WAITING) {
      return false;
    }
    size++;
    return queue(pending).add(pending);
  }

  /** Goes first among its equals: it had its turn already. */
  void again(Pending pending) {
    size++;
    queue(pending).addFirst(pending);
  }

  private Deque<Pending> queue(Pending pending) {
    return waiting.computeIfAbsent(pending.call.priority(), _ -> new ArrayDeque<>());
  }

  /** Whose turn it is; null when nobody waits. */
  @Nullable Pending head() {
    for (Deque<Pending> queue : waiting.values()) {
      if (!queue.isEmpty()) {
        return queue.getFirst();
      }
    }
    return null;
  }

  /** How long the limit makes {@code pending} wait, in ms. */
  long waitMs(Pending pending, long nowMs) {
    int share = window.units();
    boolean leavesRoom = books && !pending.call.priority().isUrgent();
    int most = leavesRoom ? Math.max(1, (int) (share * BESIDE_BOOKS)) : share;
    return window.waitMs(pending.call.weight(), most, nowMs);
  }

  /** Units asked for since the start. */
  long units() {
    return units;
  }

  /** The head leaves, and its weight is counted. */
  void leave(Pending head) {
    queue(head).removeFirst();
    size--;
    units += head.call.weight();
    window.depart(head.call.weight());
  }

  /** What left has been answered, or will not be. */
  void settled(Pending pending, long nowMs) {
    window.arrive(pending.call.weight(), nowMs);
  }

  /** The exchange has counted {@code used} units, ours and others'. */
  void learn(int used, long nowMs) {
    window.learn(used, nowMs);
  }

  /** Fails everything that waits. */
  void clear(Throwable reason) {
    waiting.values().forEach(queue -> queue.forEach(each -> each.promise.tryFail(reason)));
    waiting.clear();
    size = 0;
  }
}
