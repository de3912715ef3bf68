package io.virtuoso.gateway.serve.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel at one rate. Each delta is encoded once for all of them, goes from
 * the lane's last published picture to the newest one, and is handed to each event loop as one
 * broadcast. Owned by the hub's thread.
 */
final class Lane {
  private static final long NEVER = Long.MIN_VALUE / 2;

  /** The share of the interval by which a publication may be before its time. */
  private static final int EARLY = 5;

  /** The share of the interval by which each beat is shorter than it. */
  private static final int CATCH_UP = 32;

  private final ChannelName channel;
  private final Frames frames;
  private final long intervalNanos;
  private final LongSupplier numbers;
  private final RecentDeltas recent;
  private final Runnable again;
  private final Map<StreamLoop, Audience> audiences = new HashMap<>();

  /** Event loops that have not yet written the last broadcast to everybody. */
  private final AtomicInteger delivering = new AtomicInteger();

  private volatile boolean waits;
  private int subscriptions;
  private long seq;
  private long due = NEVER;
  private @Nullable Picture published;
  private @Nullable Frame snapshot;

  /**
   * A lane of that channel.
   *
   * @param intervalNanos the least time between two deltas, on average
   * @param numbers sequence numbers, each given out once, so that none means two things
   * @param again from any thread: something waits that can be offered again
   */
  Lane(
      ChannelName channel,
      Frames frames,
      long intervalNanos,
      long maxRecentBytes,
      LongSupplier numbers,
      Runnable again) {
    this.channel = channel;
    this.frames = frames;
    this.intervalNanos = intervalNanos;
    this.numbers = numbers;
    this.again = again;
    this.recent = new RecentDeltas(channel, frames, maxRecentBytes);
  }

  ChannelName channel() {
    return channel;
  }

  boolean isEmpty() {
    return subscriptions == 0;
  }

  long seq() {
    return seq;
  }

  /**
   * Adds a subscription and brings it up to date.
   *
   * @param newest of the channel; null while nothing is known
   * @param heldSeq what the client already has of this epoch; null when nothing
   * @param lostEpoch whether it has something of another epoch
   */
  void join(
      Subscription joining, @Nullable Picture newest, @Nullable Long heldSeq, boolean lostEpoch) {
    if (newest != null && (isEmpty() || published == null)) {
      advance(newest); // nobody's rate is exceeded
    }
    subscriptions++;
    StreamLoop loop = joining.subscriber().outlet().loop();
    Audience audience = audiences.computeIfAbsent(loop, fresh -> new Audience());
    loop.execute(() -> audience.add(joining));
    if (published == null) {
      return; // the first picture becomes everybody's snapshot
    }
    if (heldSeq == null && !lostEpoch) {
      deliver(joining, snapshot());
    } else if (heldSeq == null || !bringForward(joining, heldSeq)) {
      resync(joining, lostEpoch ? "epoch" : "gap");
    }
  }

  void leave(Subscription leaving) {
    subscriptions--;
    StreamLoop loop = leaving.subscriber().outlet().loop();
    Audience audience = audiences.get(loop);
    if (audience != null) {
      loop.execute(() -> audience.remove(leaving));
    }
  }

  /** Tells the client to forget, and what to know instead. */
  void resync(Subscription subscription, String reason) {
    if (published != null) {
      subscription.subscriber().answer(resyncNotice(reason));
      deliver(subscription, snapshot());
    }
  }

  Frame resyncNotice(String reason) {
    return frames.resync(channel, reason);
  }

  /** One frame instead of all that were withheld: the latest value of each key. */
  void catchUp(Subscription subscription) {
    if (published == null || subscription.held() == seq) {
      return;
    }
    if (subscription.held() == Subscription.NOTHING) {
      deliver(subscription, snapshot());
    } else if (!bringForward(subscription, subscription.held())) {
      resync(subscription, "lag");
    }
  }

  /**
   * Publishes {@code newest} if it is the lane's turn; else it stays for a later call. It is not
   * while the broadcast before is being written: where the event loops are too slow for the rate,
   * the rate falls, and no frames queue up before them.
   */
  void offer(Picture newest, long now) {
    if (isEmpty() || (published != null && now < due - intervalNanos / EARLY)) {
      return;
    }
    if (published == null || newest.version() > published.version()) {
      waits = delivering.get() > 0;
      if (waits) {
        return;
      }
      if (published != null) {
        due = nextDue(now);
      }
      advance(newest);
    }
  }

  /**
   * Steady publications must not be pushed back for good by one that was late: the next one is due
   * on the old beat unless that is long over, and every beat comes a little early.
   */
  private long nextDue(long now) {
    long beat = due == NEVER ? now : Math.max(due, now - intervalNanos / 2);
    return beat + intervalNanos - intervalNanos / CATCH_UP;
  }

  private void advance(Picture newest) {
    Picture old = published;
    if (old != null && newest.version() <= old.version()) {
      return;
    }
    published = newest;
    snapshot = null;
    long prev = seq;
    seq = numbers.getAsLong();
    if (old == null) {
      broadcast(snapshot());
      return;
    }
    Frame delta = frames.delta(channel, seq, prev, old, newest);
    recent.add(seq, prev, delta);
    broadcast(delta);
  }

  private void broadcast(Frame frame) {
    long reached = seq;
    delivering.addAndGet(audiences.size());
    audiences.forEach(
        (loop, audience) -> loop.broadcast(audience.delivery(frame, reached, this::delivered)));
  }

  /** On one of the event loops. */
  private void delivered() {
    if (delivering.decrementAndGet() == 0 && waits) {
      again.run();
    }
  }

  private void deliver(Subscription to, Frame frame) {
    long reached = seq;
    to.subscriber().outlet().loop().execute(() -> to.deliver(frame, reached, false));
  }

  /** Sends what follows {@code held} as one delta; false when that is no longer known. */
  private boolean bringForward(Subscription subscription, long held) {
    if (held == seq) {
      subscription.subscriber().outlet().loop().execute(() -> subscription.holds(held));
      return true;
    }
    Frame missed = recent.since(held);
    if (missed == null) {
      return false;
    }
    deliver(subscription, missed);
    return true;
  }

  private Frame snapshot() {
    Picture current = published;
    if (current == null) {
      throw new IllegalStateException("nothing published on " + channel);
    }
    Frame made = snapshot;
    if (made == null) {
      made = frames.snapshot(channel, seq, current);
      snapshot = made;
    }
    return made;
  }
}
