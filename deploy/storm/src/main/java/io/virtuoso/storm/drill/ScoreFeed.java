package io.virtuoso.storm.drill;

import io.virtuoso.bench.stream.ScoreTape;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.storm.standin.Market;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A score table of any length at any rate in the place of the market's, with its symbols. */
final class ScoreFeed implements AutoCloseable {
  private static final int PATIENCE_MS = 5_000;
  private static final String LIFETIME_MS = "900000";

  private final Arena arena;
  private final ScoreTape tape;
  private final RedisSocket redis;
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("score-feed").factory());

  /** Starts publishing; the market's own table rests until this is closed. */
  ScoreFeed(Arena arena, int symbols, Duration interval) throws IOException {
    this.arena = arena;
    this.tape = new ScoreTape(Market.SYMBOLS, symbols);
    arena.publisher().withhold(Set.of(DocumentKey.MARKET_SYMBOLS));
    this.redis = new RedisSocket(arena.redisPort(), PATIENCE_MS);
    var _ = beat.scheduleAtFixedRate(this::publish, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void publish() {
    StoredDocument table = tape.next(Instant.ofEpochMilli(System.currentTimeMillis()));
    Announcement news = new Announcement(table.key(), table.version(), table.asOfMs());
    try {
      redis.send("SET", table.key().stored(), (Object) table.encode(), "PX", LIFETIME_MS);
      redis.send("PUBLISH", Announcement.CHANNEL, news.encode());
      redis.receive();
      redis.receive();
    } catch (IOException lost) { // nothing is wrong with Redis in these drills
      throw new IllegalStateException("the score feed lost Redis", lost);
    }
  }

  @Override
  public void close() {
    beat.shutdownNow();
    redis.close();
    arena.publisher().withhold(Set.of());
  }
}
