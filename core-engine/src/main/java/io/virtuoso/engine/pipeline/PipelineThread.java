package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.feed.FrameQueue;
import io.virtuoso.engine.feed.LabelClock;
import io.virtuoso.engine.feed.MarketFeed;
import io.virtuoso.engine.feed.Recorder;
import io.virtuoso.engine.feed.VenueReport;
import io.virtuoso.engine.inbound.tape.TapeLimits;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.publish.DocumentSink;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns all market state: takes frames from the queue, records them if asked to, and
 * runs the pipeline. Everybody else asks it.
 */
public final class PipelineThread implements Closeable {
  private static final Logger LOG = Logger.getLogger(PipelineThread.class.getName());
  private static final long IDLE_MS = 200;
  private static final long LOOK_NANOS = 1_000_000_000L;

  /** Longer than a disk takes to end a tape. */
  private static final long PATIENCE_MS = 5_000;

  private final FrameQueue queue = new FrameQueue();
  private final MarketFeed feed;
  private final MarketPipeline market;
  private final @Nullable Recorder recorder;
  private final Thread thread;
  private final Set<Instrument> resyncs = new LinkedHashSet<>();
  private final Map<String, Long> newestEventMs = new ConcurrentHashMap<>();
  private volatile boolean running = true;
  private volatile int scored;
  private volatile int seen;
  private volatile long gaps;
  private volatile long resynced;
  private final AtomicLong failures = new AtomicLong();
  private final VenueReport report = new VenueReport();
  private final LabelClock clock;
  private volatile Map<String, List<ChannelStatus>> channels = Map.of();
  private final boolean measuresClocks;
  private long nextLookNanos = System.nanoTime();
  private long nextUpkeepNanos = System.nanoTime();

  /**
   * Stands still until {@link #start}.
   *
   * @param record tape to which everything received is written, or null
   */
  public PipelineThread(
      MarketFeed feed, DocumentWriter writer, DocumentSink sink, @Nullable Path record) {
    this(feed, writer, sink, LabelClock.ofThisMachine(), record, TapeLimits.USUAL);
  }

  /**
   * Stands still until {@link #start}.
   *
   * @param clock learns from the events, unless they are a tape's
   * @param record tape to which everything received is written, or null
   * @param limits of what is recorded
   */
  public PipelineThread(
      MarketFeed feed,
      DocumentWriter writer,
      DocumentSink sink,
      LabelClock clock,
      @Nullable Path record,
      TapeLimits limits) {
    this.feed = feed;
    this.clock = clock;
    this.measuresClocks = writer.source() != Source.REPLAY; // a tape's times are its recorder's
    this.recorder =
        record == null
            ? null
            : new Recorder(
                record,
                nameOf(writer.source()),
                limits,
                venue -> feed.decoder(venue).instruments());
    this.market = new MarketPipeline(new Around(), writer, sink, clock::millis, feed.followed());
    this.thread = new Thread(this::run, "pipeline");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (_, error) -> LOG.log(Level.SEVERE, "the pipeline has died", error));
  }

  private static String nameOf(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  public void start() throws IOException {
    thread.start();
    feed.start(queue);
  }

  /** Whether frames are taken and questions answered. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Has the pipeline's thread answer; fails when the queue is full or the thread has ended. */
  public <T> void ask(CompletableFuture<T> answer, Function<MarketPipeline, T> question) {
    boolean asked =
        queue.offer(
            new FrameQueue.Task(
                () -> {
                  try {
                    answer.complete(question.apply(market));
                  } catch (RuntimeException failed) {
                    answer.completeExceptionally(failed);
                  }
                },
                () -> refuse(answer, "the pipeline does not run")));
    if (!asked) {
      refuse(answer, "the pipeline is overloaded");
    } else if (!thread.isAlive()) {
      queue.takeTasks().forEach(task -> task.refusal().run());
    }
  }

  private static void refuse(CompletableFuture<?> answer, String reason) {
    answer.completeExceptionally(new IllegalStateException(reason));
  }

  /** The state of every venue, from any thread. */
  public List<Feed> feeds() {
    return feed.feeds(venue -> newestEventMs.getOrDefault(venue, 0L));
  }

  /** Every venue in detail. Called by one thread, always the same. */
  public List<VenueStatus> venues(Instant now) {
    Map<String, List<ChannelStatus>> known = channels;
    return report.of(
        feeds(), feed.links(), venue -> known.getOrDefault(venue, List.of()), this::aheadMs, now);
  }

  /** Our clock less that of a venue, ms; NaN when not known. See {@link LabelClock}. */
  public double aheadMs(String venue) {
    return clock.offsetMs(venue);
  }

  /** How many symbols of a venue have a stalled channel of that kind. */
  public int stalled(String venue, Channel channel) {
    return channels.getOrDefault(venue, List.of()).stream()
        .filter(each -> each.channel().equals(channel.code()))
        .mapToInt(ChannelStatus::stalled)
        .sum();
  }

  /** How many symbols are followed. */
  public int followed() {
    return Math.max(feed.followed(), seen);
  }

  /** How many symbols have a score now. */
  public int scored() {
    return scored;
  }

  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("frames", market.counters().frames());
    counters.put("rejected", market.counters().rejected());
    counters.put("unknown_symbol", market.counters().unknownSymbol());
    counters.put("subscriptions_refused", market.counters().refusedSubscriptions());
    counters.put("drops", queue.drops());
    counters.put("queued", (long) queue.depth());
    counters.put("gaps", gaps);
    counters.put("resyncs", resynced);
    counters.put("pipeline_failures", failures.get());
    if (recorder != null) {
      counters.put("recorded", recorder.recorded());
      counters.put("recording_stopped", recorder.hasStopped() ? 1L : 0L);
      counters.put("recording_paused", recorder.isPaused() ? 1L : 0L);
      counters.put("recording_bytes", recorder.bytes());
      counters.put("recording_parts_removed", recorder.partsRemoved());
    }
    return counters;
  }

  private void run() {
    try {
      while (running) {
        step();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      running = false;
      if (recorder != null) {
        recorder.close();
      }
      queue.takeTasks().forEach(task -> task.refusal().run());
    }
  }

  private void step() throws InterruptedException {
    FrameQueue.Entry entry = queue.poll(IDLE_MS);
    try {
      if (entry != null) {
        take(entry);
      }
      if (System.nanoTime() - nextUpkeepNanos >= 0) {
        upkeep();
      }
    } catch (RuntimeException bug) {
      long count = failures.incrementAndGet();
      if (Long.bitCount(count) == 1) { // the 1st, 2nd, 4th, 8th: a flood of frames is no flood here
        LOG.log(Level.SEVERE, "the pipeline failed " + count + " times, and goes on", bug);
      }
    }
  }

  private void take(FrameQueue.Entry entry) {
    switch (entry) {
      case FrameQueue.Frame(var venue, var on, var receivedAtNanos, var arrivedNanos, var text) -> {
        if (recorder != null) {
          recorder.append(venue, on, receivedAtNanos, text);
        }
        try {
          market.frame(feed.decoder(venue), text, 0, text.length);
          sample(venue, arrivedNanos);
        } catch (RuntimeException bug) {
          market.onFailure();
          throw bug;
        }
      }
      case FrameQueue.Gap(var venue, var nativeSymbols) -> {
        market.gap(venue, nativeSymbols);
        if (nativeSymbols.isEmpty()) { // not a connection was lost, but what had arrived
          feed.refill(venue);
        }
      }
      case FrameQueue.Following(var tables, var departed, var gone) -> {
        tables.run();
        market.forget(departed).forEach(gone);
        resyncs.removeAll(departed);
      }
      case FrameQueue.Change(var venue, var nativeSymbols, var step) ->
          market.turnover(venue, nativeSymbols, step);
      case FrameQueue.Task(var work, _) -> work.run();
    }
  }

  private void sample(String venue, long arrivedNanos) {
    long eventMs = market.liveEventMs();
    if (eventMs > 0 && measuresClocks) {
      clock.sample(venue, TimeUnit.NANOSECONDS.toMillis(arrivedNanos), eventMs);
    }
  }

  /**
   * A few times a second: wishes to the feed, and numbers for other threads. A book that is away is
   * wished for each time: the feed grants one wish a second, and it is to be back within two.
   */
  private void upkeep() {
    nextUpkeepNanos = System.nanoTime() + IDLE_MS * 1_000_000;
    if (recorder != null) {
      recorder.upkeep(System.nanoTime());
    }
    resyncs.forEach(feed::resync);
    resyncs.clear();
    int scoredNow = 0;
    long gapsNow = 0;
    long resyncsNow = 0;
    for (SymbolPipeline symbol : market.symbols().values()) {
      scoredNow += symbol.isScored() ? 1 : 0;
    }
    for (VenueMarket venue : market.venues()) {
      gapsNow += venue.book().gaps();
      resyncsNow += venue.book().resyncs();
      if (venue.wantsBook()) {
        feed.resync(venue.instrument());
      }
    }
    market.expect(feed.followed());
    if (System.nanoTime() - nextLookNanos >= 0) {
      long nowNanos = System.nanoTime();
      nextLookNanos = nowNanos + LOOK_NANOS;
      clock.turn();
      channels = market.look(TimeUnit.NANOSECONDS.toMillis(nowNanos));
    }
    scored = scoredNow;
    gaps = gapsNow;
    resynced = resyncsNow;
    seen = market.symbols().size();
    for (Feed venue : feed.feeds(market::newestEventMs)) {
      newestEventMs.put(venue.exchange(), market.newestEventMs(venue.exchange()));
    }
  }

  /** Ends the tape and the thread; not by interrupting it, which would cut the tape off. */
  @Override
  public void close() {
    running = false;
    var _ = queue.offer(new FrameQueue.Task(() -> {}, () -> {})); // wakes it
    try {
      thread.join(PATIENCE_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.severe("the pipeline does not end");
    }
  }

  private final class Around implements MarketPipeline.Surroundings {
    @Override
    public ResyncRequest resync() {
      return resyncs::add;
    }

    @Override
    public void silent(String venue) {
      feed.silent(venue);
    }

    @Override
    public void frozen(Instrument instrument, Channel channel) {
      feed.frozen(instrument, channel);
    }

    @Override
    public List<Feed> feeds() {
      return feed.feeds(market::newestEventMs);
    }

    @Override
    public List<Instrument> followed() {
      return feed.instruments();
    }

    @Override
    public boolean isSubscribed(Instrument instrument, Channel channel) {
      return feed.isSubscribed(instrument, channel);
    }

    @Override
    public VenueRule venueRule() {
      return feed.venueRule();
    }
  }
}
