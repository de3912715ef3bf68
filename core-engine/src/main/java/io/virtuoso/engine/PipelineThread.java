package io.virtuoso.engine;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.publish.DocumentSink;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Feed;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns all market state: takes frames from the queue, records them if asked to, and
 * runs the pipeline. Everybody else asks it.
 */
final class PipelineThread implements Closeable {
  private static final Logger LOG = Logger.getLogger(PipelineThread.class.getName());
  private static final long IDLE_MS = 200;

  /** A book that stays away asks again so often: its first wish may have been refused. */
  private static final long RESYNC_AGAIN_MS = 3_000;

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
  private long nextUpkeepNanos = System.nanoTime();

  PipelineThread(
      MarketFeed feed, DocumentWriter writer, DocumentSink sink, EngineSettings.Feed settings) {
    this.feed = feed;
    this.recorder =
        settings
            .record()
            .map(file -> new Recorder(file, settings.source().name().toLowerCase(Locale.ROOT)))
            .orElse(null);
    this.market =
        new MarketPipeline(new Around(), writer, sink, System::currentTimeMillis, feed.followed());
    this.thread = new Thread(this::run, "pipeline");
  }

  void start() throws IOException {
    thread.start();
    feed.start(queue);
  }

  /** Has the pipeline's thread answer; fails when the queue is full. */
  <T> void ask(CompletableFuture<T> answer, Function<MarketPipeline, T> question) {
    boolean asked =
        queue.offer(
            new FrameQueue.Task(() -> {
              try {
                answer.complete(question.apply(market));
              } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
              }
            }));
    if (!asked) {
      answer.completeExceptionally(new IllegalStateException("the pipeline is overloaded"));
    }
  }

  /** The state of every venue, from any thread. */
  List<Feed> feeds() {
    return feed.feeds(venue -> newestEventMs.getOrDefault(venue, 0L));
  }

  /** How many symbols are followed. */
  int followed() {
    return Math.max(feed.followed(), seen);
  }

  /** How many symbols have a score now. */
  int scored() {
    return scored;
  }

  Map<String, Long> counters() {
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
    return counters;
  }

  private void run() {
    while (running) {
      try {
        FrameQueue.Entry entry = queue.poll(IDLE_MS);
        if (entry != null) {
          take(entry);
        }
        if (System.nanoTime() >= nextUpkeepNanos) {
          upkeep();
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException bug) {
        failures.incrementAndGet();
        LOG.log(Level.SEVERE, "the pipeline failed on one frame and goes on", bug);
      }
    }
  }

  private void take(FrameQueue.Entry entry) {
    switch (entry) {
      case FrameQueue.Frame(var venue, var receivedAtNanos, var text) -> {
        record(venue, receivedAtNanos, text);
        market.frame(feed.decoder(venue), text, 0, text.length);
      }
      case FrameQueue.Gap(var venue, var nativeSymbols) -> market.gap(venue, nativeSymbols);
      case FrameQueue.Task(var work) -> work.run();
    }
  }

  private void record(String venue, long receivedAtNanos, byte[] text) {
    if (recorder != null) {
      try {
        recorder.append(venue, receivedAtNanos, text);
      } catch (IOException full) {
        throw new IllegalStateException("cannot write the tape", full);
      }
    }
  }

  /** A few times a second: wishes to the feed, and numbers for other threads. */
  private void upkeep() {
    nextUpkeepNanos = System.nanoTime() + IDLE_MS * 1_000_000;
    resyncs.forEach(feed::resync);
    resyncs.clear();
    int scoredNow = 0;
    long gapsNow = 0;
    long resyncsNow = 0;
    for (SymbolPipeline symbol : market.symbols().values()) {
      scoredNow += symbol.isScored() ? 1 : 0;
      gapsNow += symbol.sequenced().gaps();
      resyncsNow += symbol.sequenced().resyncs();
      if (symbol.wantsBook(System.currentTimeMillis(), RESYNC_AGAIN_MS)) {
        feed.resync(symbol.instrument());
      }
    }
    scored = scoredNow;
    gaps = gapsNow;
    resynced = resyncsNow;
    seen = market.symbols().size();
    for (Feed venue : feed.feeds(market::newestEventMs)) {
      newestEventMs.put(venue.exchange(), market.newestEventMs(venue.exchange()));
    }
  }

  @Override
  public void close() {
    running = false;
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (recorder != null) {
      recorder.close();
    }
  }

  private final class Around implements MarketPipeline.Surroundings {
    @Override
    public ResyncRequest resync() {
      return resyncs::add;
    }

    @Override
    public List<Feed> feeds() {
      return feed.feeds(market::newestEventMs);
    }

    @Override
    public Consumer<SymbolPipeline> onNewSymbol() {
      return _ -> {};
    }
  }
}
