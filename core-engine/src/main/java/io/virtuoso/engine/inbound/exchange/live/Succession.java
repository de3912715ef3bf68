package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection that is to take over from one whose time is up. It subscribes to the same streams
 * and keeps back what it hears. It is ready when all streams have been subscribed for {@link
 * #OVERLAP_MS} and data comes: by then whatever the old one still brings is among what was kept
 * back.
 *
 * <p>Lives on the venue's event loop. When its session ends it begins another one, with growing
 * waits, until it is abandoned.
 */
final class Succession implements Session.Owner {
  /** Longer than two connections of one exchange are apart. */
  static final long OVERLAP_MS = 5_000;

  // All of it goes into the pipeline's queue at once, which holds twice as much.
  private static final int MOST_FRAMES = 16_384;
  private static final long MOST_BYTES = 16L << 20;

  private record Held(long connection, Buffer frame, long receivedNanos) {}

  private final Venue venue;
  private final Supplier<Shard> shard;
  private final Backoff backoff;
  private final LossCause cause;
  private final Runnable ready;
  private final Deque<Held> held = new ArrayDeque<>();
  private SilenceWatch silence;
  private StreamWatch rhythms;
  private @Nullable Session session;
  private EventLoop.@Nullable Timer timer;
  private long heldBytes;
  private boolean subscribedForLong;
  private boolean heard;
  private boolean over;

  /**
   * Nothing happens before {@link #begin}.
   *
   * @param shard what it carries; the same as long as it lives
   * @param cause why the old one ends
   * @param ready run once, when it can take over
   */
  Succession(Venue venue, Supplier<Shard> shard, LossCause cause, Runnable ready) {
    this.venue = venue;
    this.shard = shard;
    this.cause = cause;
    this.ready = ready;
    this.backoff = venue.backoff();
    this.silence = new SilenceWatch(venue.settings().timings().silence());
    this.rhythms = new StreamWatch(venue.settings().timings().silence());
  }

  void begin() {
    if (over) {
      return;
    }
    long waitMs = venue.budget().take(venue.loop().millis());
    if (waitMs > 0) {
      timer = venue.loop().after(waitMs, this::begin);
      return;
    }
    silence = new SilenceWatch(venue.settings().timings().silence());
    rhythms = new StreamWatch(venue.settings().timings().silence());
    session = new Session(venue, shard, silence, rhythms, this);
    session.begin();
  }

  /** The old connection was lost too early, or nobody is wanted any more. */
  void abandon() {
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    if (session != null) {
      session.abandon();
    }
    held.clear();
  }

  /** The session that takes over, from now on with another owner. */
  Session handOver(Session.Owner next) {
    Session taken = session;
    if (taken == null) {
      throw new IllegalStateException("there is nothing to hand over");
    }
    over = true;
    taken.belongTo(next);
    return taken;
  }

  /** Why the old one ends. */
  LossCause cause() {
    return cause;
  }

  /** What watches the session's silence. */
  SilenceWatch silence() {
    return silence;
  }

  /** What watches the session's streams. */
  StreamWatch rhythms() {
    return rhythms;
  }

  /** Hands over what was kept back, oldest first. */
  void deliverHeld() {
    for (Held each = held.poll(); each != null; each = held.poll()) {
      venue.deliver(each.connection(), each.frame(), each.receivedNanos());
    }
  }

  boolean isReady() {
    return !over && subscribedForLong && heard;
  }

  @Override
  public void opened() {
    venue.deliverTurnover(shard.get().symbols(), Turnover.BEGINS);
  }

  @Override
  public void subscribed(List<String> nativeSymbols) {
    Session of = session;
    if (of == null) {
      return;
    }
    timer =
        venue
            .loop()
            .after(
                OVERLAP_MS,
                () -> {
                  if (of == session) {
                    subscribedForLong = true;
                    tellWhenReady();
                  }
                });
  }

  @Override
  public void data(long receivedNanos) {
    heard = true;
  }

  @Override
  public void frame(long connection, Buffer frame, long receivedNanos) {
    heldBytes += frame.length();
    held.add(new Held(connection, frame.copy(), receivedNanos));
    if (held.size() > MOST_FRAMES || heldBytes > MOST_BYTES) {
      Session overfull = session;
      if (overfull != null) {
        overfull.end(LossCause.BROKEN, "more to keep back than there is room for");
      }
    } else {
      tellWhenReady();
    }
  }

  private void tellWhenReady() {
    if (isReady()) {
      ready.run();
    }
  }

  @Override
  public void settled() {
    // it is trusted when it has taken over
  }

  @Override
  public void retiring(LossCause cause, String detail) {
    Session retiring = session;
    if (retiring != null) {
      retiring.end(cause, detail); // another one, elsewhere
    }
  }

  @Override
  public void ended(boolean wasOpen, LossCause cause, String detail) {
    session = null;
    held.clear();
    heldBytes = 0;
    subscribedForLong = false;
    heard = false;
    if (timer != null) {
      timer.cancel();
    }
    if (wasOpen) {
      venue.deliverTurnover(shard.get().symbols(), Turnover.ENDS);
    }
    if (!over) {
      timer = venue.loop().after(backoff.next(), this::begin);
    }
  }
}
