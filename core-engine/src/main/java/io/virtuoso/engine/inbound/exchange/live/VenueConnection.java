package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One shard's connection through all its sessions: whenever a session ends, it waits and tries
 * again, for ever. A session whose time is up is followed by one that overlaps it.
 *
 * <p>Lives on the venue's event loop; {@link #phase}, {@link #trouble}, {@link #failures} and
 * {@link #silentMs} may be read from any thread.
 */
final class VenueConnection implements Session.Owner, ConnectBudget.Applicant {
  enum Phase {
    WAITING,
    CONNECTING,
    OPEN,
    CLOSED
  }

  /** Hears when instruments are subscribed. */
  interface Subscribed {
    /**
     * These instruments' streams come.
     *
     * @param outageMs since the connection before was lost, ms; -1 when there was none
     */
    void on(VenueConnection connection, List<String> nativeSymbols, long outageMs);
  }

  private static final Logger LOG = System.getLogger(VenueConnection.class.getName());

  /**
   * An exchange that let us in and told us something is not overloaded: its books are to be back
   * within five seconds, however often it cuts us off, and the time in which a loss was not noticed
   * is part of them. The connect budget bounds how often we come.
   */
  private static final long LONGEST_WAIT_AFTER_DATA_MS = 4_000;

  private final Venue venue;
  private final Backoff backoff;
  private final Subscribed subscribed;
  private volatile SilenceWatch silence;
  private StreamWatch rhythms;
  private @Nullable Session session;
  private @Nullable Succession succession;
  private EventLoop.@Nullable Timer retry;
  private boolean subscribedNow;
  private boolean letIn;
  private long lostAtMs = -1;

  private volatile Shard shard;
  private volatile Phase phase = Phase.WAITING;
  private volatile String trouble = "not connected yet";
  private volatile int failures;
  private volatile boolean delivered;
  private volatile long newestDataNanos;

  /** A connection that is not open yet. */
  VenueConnection(Venue venue, Shard shard, Subscribed subscribed) {
    this.venue = venue;
    this.shard = shard;
    this.subscribed = subscribed;
    this.backoff = venue.backoff();
    this.silence = new SilenceWatch(venue.settings().timings().silence());
    this.rhythms = new StreamWatch(venue.settings().timings().silence());
  }

  /** Connects as soon as the venue's budget lets it. */
  void open() {
    retry = null;
    if (phase == Phase.CLOSED) {
      return;
    }
    long waitMs = venue.budget().take(venue.loop().millis());
    if (waitMs > 0) {
      retry = venue.loop().after(waitMs, this::open);
      return;
    }
    phase = Phase.CONNECTING;
    letIn = false;
    session = new Session(venue, this::shard, silence, rhythms, this);
    session.begin();
  }

  @Override
  public void tryNow() {
    if (phase == Phase.WAITING) {
      if (retry != null) {
        retry.cancel();
      }
      open();
    }
  }

  void close() {
    phase = Phase.CLOSED;
    subscribedNow = false;
    venue.budget().leave(this);
    if (retry != null) {
      retry.cancel();
    }
    if (session != null) {
      session.abandon();
    }
    if (succession != null) {
      succession.abandon();
    }
  }

  /** Carries more from now on, without reconnecting. */
  void join(List<String> symbols, List<String> streams) {
    shard = shard.with(symbols, streams);
    if (session != null) {
      session.join(symbols, streams);
    }
    succeedAnew();
  }

  /** Carries less from now on, without reconnecting. */
  void leave(List<String> symbols, List<String> streams) {
    shard = shard.without(symbols, streams);
    if (session != null) {
      session.leave(streams);
    }
    succeedAnew();
  }

  /** Leaves a stream and joins it again. */
  void resubscribe(String stream) {
    if (session != null) {
      session.resubscribe(stream);
    }
  }

  /** What comes of that stream is of no use; nothing if it comes another way. */
  void frozen(String stream) {
    if (session != null && shard.streams().contains(stream)) {
      session.frozen(stream);
    }
  }

  @Override
  public void opened() {
    phase = Phase.OPEN;
    delivered = false;
    LOG.log(Level.INFO, "{0} {1}: connected", venue.name(), shard.name());
  }

  @Override
  public void subscribed(List<String> nativeSymbols) {
    subscribedNow = true;
    letIn();
    long outageMs = lostAtMs < 0 ? -1 : venue.loop().millis() - lostAtMs;
    lostAtMs = -1;
    subscribed.on(this, nativeSymbols, outageMs);
  }

  @Override
  public void data(long receivedNanos) {
    delivered = true;
    newestDataNanos = receivedNanos;
    letIn();
  }

  /** Its subscriptions were answered, or data came before the last answer. */
  private void letIn() {
    if (!letIn) {
      letIn = true;
      venue.budget().letIn(this);
    }
  }

  @Override
  public void frame(long connection, Buffer frame, long receivedNanos) {
    venue.deliver(connection, frame, receivedNanos);
  }

  @Override
  public void retiring(LossCause cause, String detail) {
    if (succession == null) {
      LOG.log(Level.INFO, "{0} {1}: {2}; a successor connects", venue.name(), shard.name(), detail);
      succeed(cause);
    }
  }

  private void succeed(LossCause cause) {
    Succession next = new Succession(venue, this::shard, cause, () -> turnOver(cause));
    succession = next;
    next.begin();
  }

  /** The streams have changed: a successor of the old ones would miss some. */
  private void succeedAnew() {
    Succession outdated = succession;
    if (outdated != null) {
      outdated.abandon();
      venue.deliverTurnover(shard.symbols(), Turnover.ENDS);
      succeed(outdated.cause());
    }
  }

  /** The successor takes over: nothing is lost, and what comes twice is marked. */
  private void turnOver(LossCause cause) {
    Succession next = Objects.requireNonNull(succession);
    succession = null;
    if (session != null) {
      session.abandon();
    }
    session = next.handOver(this);
    silence = next.silence();
    rhythms = next.rhythms();
    phase = Phase.OPEN;
    venue.tally().lost(cause);
    venue.tally().turnovers.incrementAndGet();
    venue.deliverTurnover(shard.symbols(), Turnover.REPLAYS);
    next.deliverHeld();
    venue.deliverTurnover(shard.symbols(), Turnover.ENDS);
    LOG.log(Level.INFO, "{0} {1}: the successor has taken over", venue.name(), shard.name());
  }

  @Override
  public void settled() {
    backoff.reset();
    failures = 0;
  }

  @Override
  public void ended(boolean wasOpen, LossCause cause, String detail) {
    if (succession != null) {
      succession.abandon(); // too early to take over: what is lost is not known to be in it
      succession = null;
    }
    session = null;
    subscribedNow = false;
    phase = Phase.WAITING;
    trouble = cause.words() + " (" + detail + ")";
    venue.tally().lost(cause);
    if (wasOpen) {
      if (lostAtMs < 0) {
        lostAtMs = venue.loop().millis();
      }
      venue.deliverGap(shard.symbols());
    }
    long waitMs = delivered ? backoff.next(longestWaitMs(cause)) : backoff.next();
    delivered = false;
    failures = backoff.failures();
    if (letIn) {
      tryAgain(waitMs);
    } else {
      venue.budget().turnAway(this);
      failures = Math.max(failures, venue.budget().turnedAway());
    }
  }

  private long longestWaitMs(LossCause cause) {
    Timings timings = venue.settings().timings();
    long unnoticedMs =
        cause == LossCause.UNANSWERED ? timings.quiet().plus(timings.pong()).toMillis() : 0;
    return Math.max(timings.backoffBase().toMillis(), LONGEST_WAIT_AFTER_DATA_MS - unnoticedMs);
  }

  @Override
  public void tryForAll(int failed) {
    tryAgain(Math.min(backoff.after(failed), ConnectBudget.SCOUTING_MS));
  }

  private void tryAgain(long waitMs) {
    LOG.log(
        Level.INFO,
        "{0} {1}: {2}; next attempt in {3} ms",
        venue.name(),
        shard.name(),
        trouble,
        Long.toString(waitMs));
    retry = venue.loop().after(waitMs, this::open);
  }

  Shard shard() {
    return shard;
  }

  Phase phase() {
    return phase;
  }

  /** Why it was lost or never came about, in plain words. */
  String trouble() {
    return trouble;
  }

  /** Sessions that ended since one was last trusted. */
  int failures() {
    return failures;
  }

  /** Whether all its streams are subscribed; read on the event loop only. */
  boolean subscribedNow() {
    return subscribedNow;
  }

  /** Whether the present session has brought market data. */
  boolean delivered() {
    return delivered;
  }

  /** Wall clock of the newest market data, ns since the epoch; 0 before the first. */
  long newestDataNanos() {
    return newestDataNanos;
  }

  /** Without market data since, in ms. */
  long silentMs() {
    return silence.silentMs(venue.loop().millis());
  }

  /** Half of the silence that is suffered, in ms: from here on the feed is called stalled. */
  long quietMs() {
    return silence.limitMs() / 2;
  }
}
