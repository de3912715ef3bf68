package io.virtuoso.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.feed.LabelClock;
import io.virtuoso.engine.feed.MarketFeed;
import io.virtuoso.engine.feed.TapeFeed;
import io.virtuoso.engine.feed.VenueFeeds;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.market.candle.BarRange;
import io.virtuoso.engine.pipeline.PipelineThread;
import io.virtuoso.engine.publish.DocumentSink;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.engine.publish.Lifetimes;
import io.virtuoso.engine.publish.RedisPublisher;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.engine.serve.EngineView;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The running engine: the feed, the pipeline's thread, the publisher, and the view for HTTP. */
@ApplicationScoped
public class Engine implements EngineView {
  /**
   * Half of the age up to which the API calls a status live, for the way to a user takes time too,
   * and with a wrong clock an exchange's stamp dates it, which was under way itself.
   */
  private static final long STATUS_MS = 500;

  private final Vertx vertx;
  private final Redis redis;
  private final String version;
  private final FeedPlan plan;
  private final Lifetimes lifetimes;
  private final @Nullable String note;
  private final LatestDocuments latest = new LatestDocuments();
  private final DocumentWriter writer;
  private final MeterRegistry meters;
  private final LabelClock clock = LabelClock.ofThisMachine();
  private volatile @Nullable Running running;

  /** What exists between start and stop. */
  private record Running(
      MarketFeed feed, PipelineThread pipeline, RedisPublisher publisher, long statusTimer) {}

  Engine(
      EngineSettings settings,
      Vertx vertx,
      Redis redis,
      MeterRegistry meters,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.vertx = vertx;
    this.redis = redis;
    this.meters = meters;
    this.version = version;
    this.plan = FeedPlan.of(settings.feed());
    this.lifetimes = new Lifetimes(settings.freshness());
    this.note = settings.feed().note().orElse(null);
    this.writer = new DocumentWriter(plan.source());
  }

  void start(@Observes StartupEvent started) throws IOException {
    Path tape = plan.tape();
    RedisPublisher publisher =
        new RedisPublisher(vertx, redis, latest, lifetimes::of, clock::millis);
    MarketFeed feed =
        tape != null
            ? new TapeFeed(tape, plan.exchange(), plan.speed())
            : new VenueFeeds(
                vertx,
                plan.selection(),
                plan.venues(),
                plan.venuesPerSymbol(),
                plan.venueRule(),
                symbol -> withdraw(symbol, publisher));
    DocumentSink stored = latest.then(publisher);
    PipelineThread pipeline =
        new PipelineThread(
            feed,
            writer,
            document -> stored.publish(dated(document)),
            clock,
            plan.record(),
            plan.recording());
    measure(pipeline);
    pipeline.start();
    StatusPublisher status =
        new StatusPublisher(version, note, feed, pipeline, latest, publisher, writer, clock);
    long timer = vertx.setPeriodic(0, STATUS_MS, _ -> status.publish());
    running = new Running(feed, pipeline, publisher, timer);
  }

  /** Nothing tells of that symbol any more. */
  private void withdraw(Symbol symbol, RedisPublisher publisher) {
    for (DocumentKey key : List.of(DocumentKey.confluence(symbol), DocumentKey.book(symbol))) {
      StoredDocument last = latest.remove(key);
      if (last != null) {
        publisher.withdraw(last);
      }
    }
  }

  private void measure(PipelineThread pipeline) {
    for (VenueSettings venue : plan.venues()) {
      Gauge.builder(
              "virtuoso.exchange.clock.offset",
              pipeline,
              running -> running.aheadMs(venue.name()) / 1_000)
          .tag("venue", venue.name())
          .baseUnit("seconds")
          .description("our clock less the exchange's, the shortest way included")
          .register(meters);
      for (Channel channel : Channel.values()) {
        Gauge.builder(
                "virtuoso.feed.stalled.symbols",
                pipeline,
                running -> running.stalled(venue.name(), channel))
            .tag("venue", venue.name())
            .tag("channel", channel.code())
            .description("symbols whose event time stands still")
            .register(meters);
      }
    }
  }

  /** Upstream first, so that nothing is fed that has ended. */
  void stop(@Observes ShutdownEvent stopping) throws IOException {
    Running now = running;
    if (now == null) {
      return;
    }
    running = null;
    vertx.cancelTimer(now.statusTimer);
    try (RedisPublisher _ = now.publisher;
        PipelineThread _ = now.pipeline) {
      now.feed.close();
    }
  }

  /** Whether the pipeline takes frames. */
  boolean isAlive() {
    Running now = running;
    return now != null && now.pipeline.isAlive();
  }

  @Override
  public boolean isFollowed(Symbol symbol) {
    Running now = running;
    return plan.source() == Source.REPLAY
        ? latest.find(DocumentKey.confluence(symbol)) != null
        : now != null && now.feed.isFollowed(symbol);
  }

  @Override
  public @Nullable StoredDocument find(DocumentKey key) {
    return latest.find(key);
  }

  @Override
  public Uni<Optional<StoredDocument>> candles(
      Symbol symbol, Interval interval, @Nullable Long fromMs, @Nullable Long toMs, int limit) {
    Running now = running;
    if (now == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    DocumentKey key =
        DocumentKey.candles(symbol, interval, optional(fromMs), optional(toMs), limit);
    long from = fromMs == null ? Long.MIN_VALUE : fromMs;
    long to = toMs == null ? Long.MAX_VALUE : toMs;
    CompletableFuture<Optional<StoredDocument>> answer = new CompletableFuture<>();
    now.pipeline.ask(
        answer,
        market ->
            Optional.ofNullable(market.symbols().get(symbol))
                .filter(found -> found.eventTimeMs() > 0)
                .map(found -> {
                  BarRange bars = found.candles().bars(interval, from, to, limit);
                  return dated(
                      writer.write(
                          key,
                          found.momentaryVersion(),
                          found.eventTimeMs(),
                          clock.millis(),
                          now.pipeline.feeds(),
                          new SymbolDocuments(found.instrument()).candles(interval, bars)));
                }));
    return Uni.createFrom().completionStage(answer);
  }

  /**
   * The document with the time from which caches count its age. The events of a tape are old; were
   * their age counted from them, no tape could ever be shown. Counted from when they were played, a
   * replay that stops ages like any other feed. The body keeps the tape's own times.
   */
  private StoredDocument dated(StoredDocument document) {
    return plan.source() == Source.REPLAY
        ? new StoredDocument(document.key(), document.version(), clock.millis(), document.body())
        : document;
  }

  private static OptionalLong optional(@Nullable Long bound) {
    return bound == null ? OptionalLong.empty() : OptionalLong.of(bound);
  }
}
