package io.virtuoso.engine;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.virtuoso.engine.market.candle.BarRange;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.engine.publish.RedisPublisher;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.engine.serve.EngineView;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Candles;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The running engine: the feed, the pipeline's thread, the publisher, and the view for HTTP. */
@ApplicationScoped
public class Engine implements EngineView {
  private static final long STATUS_MS = 1_000;

  private final EngineSettings settings;
  private final Vertx vertx;
  private final Redis redis;
  private final String version;
  private final Instant startedAt = Instant.now();
  private final LatestDocuments latest = new LatestDocuments();
  private final DocumentWriter writer;
  private final Set<Symbol> followed;
  private @Nullable RedisPublisher publisher;
  private @Nullable PipelineThread pipeline;
  private @Nullable MarketFeed feed;

  Engine(
      EngineSettings settings,
      Vertx vertx,
      Redis redis,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.settings = settings;
    this.vertx = vertx;
    this.redis = redis;
    this.version = version;
    this.writer = new DocumentWriter(settings.feed().source());
    this.followed =
        settings.feed().symbols().stream().map(Symbol::new).collect(Collectors.toUnmodifiableSet());
  }

  void start(@Observes StartupEvent started) throws IOException {
    RedisPublisher toRedis =
        new RedisPublisher(vertx, redis, latest, settings.publish().lifetime().toMillis());
    publisher = toRedis;
    MarketFeed source =
        settings.feed().source() == Source.REPLAY
            ? new TapeFeed(settings.feed())
            : new VenueFeeds(vertx, settings.feed());
    feed = source;
    PipelineThread thread =
        new PipelineThread(source, writer, latest.then(toRedis), settings.feed());
    pipeline = thread;
    thread.start();
    vertx.setPeriodic(0, STATUS_MS, _ -> publishStatus(source, thread, toRedis));
  }

  void stop(@Observes ShutdownEvent stopping) throws IOException {
    if (feed != null) {
      feed.close();
    }
    if (pipeline != null) {
      pipeline.close();
    }
    if (publisher != null) {
      publisher.close();
    }
  }

  @Override
  public boolean isFollowed(Symbol symbol) {
    return settings.feed().source() == Source.REPLAY
        ? latest.find(DocumentKey.confluence(symbol)) != null
        : followed.contains(symbol);
  }

  @Override
  public @Nullable StoredDocument find(DocumentKey key) {
    return latest.find(key);
  }

  @Override
  public Uni<Optional<StoredDocument>> candles(
      Symbol symbol, Interval interval, @Nullable Long fromMs, @Nullable Long toMs, int limit) {
    PipelineThread owner = pipeline;
    if (owner == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    CompletableFuture<Optional<StoredDocument>> answer = new CompletableFuture<>();
    DocumentKey key =
        DocumentKey.candles(symbol, interval, optional(fromMs), optional(toMs), limit);
    owner.ask(
        answer,
        market -> {
          SymbolPipeline found = market.symbols().get(symbol);
          if (found == null) {
            return Optional.empty();
          }
          BarRange range =
              found
                  .candles()
                  .bars(
                      interval,
                      fromMs == null ? Long.MIN_VALUE : fromMs,
                      toMs == null ? Long.MAX_VALUE : toMs,
                      limit);
          Candles data = new SymbolDocuments(found.instrument()).candles(interval, range);
          long asOfMs = found.eventTimeMs();
          return Optional.of(
              writer.write(
                  key,
                  MarketPipeline.version(asOfMs),
                  asOfMs,
                  System.currentTimeMillis(),
                  owner.feeds(),
                  data));
        });
    return Uni.createFrom().completionStage(answer);
  }

  private static OptionalLong optional(@Nullable Long bound) {
    return bound == null ? OptionalLong.empty() : OptionalLong.of(bound);
  }

  private void publishStatus(MarketFeed source, PipelineThread thread, RedisPublisher toRedis) {
    long nowMs = System.currentTimeMillis();
    List<Feed> feeds = thread.feeds();
    Map<String, Long> counters = new LinkedHashMap<>(thread.counters());
    counters.putAll(source.counters());
    counters.put("published", toRedis.published());
    counters.put("publish_failed", toRedis.failed());
    counters.put("unpublished", (long) toRedis.waiting());
    EngineStatus status =
        new EngineStatus(
            version,
            startedAt,
            feeds,
            thread.followed(),
            thread.scored(),
            toRedis.isUp() ? "up" : "down",
            counters,
            settings.feed().note().orElse(null));
    StoredDocument document =
        writer.write(
            DocumentKey.STATUS, MarketPipeline.version(nowMs), nowMs, nowMs, feeds, status);
    latest.publish(document);
    toRedis.publish(document);
  }
}
