package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When a key that could not be made fresh may be tried again; jittered, bounded. Thread-safe. */
final class Attempts {
  private static final int MAX_KEYS = 10_000;

  private final Ticker ticker;
  private final long pauseNanos;
  private final Cache<DocumentKey, Long> nextAt;

  Attempts(Ticker ticker, Duration pause) {
    this.ticker = ticker;
    this.pauseNanos = pause.toNanos();
    this.nextAt =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(MAX_KEYS)
            .expireAfterWrite(pause.multipliedBy(2))
            .build();
  }

  boolean allowed(DocumentKey key) {
    Long next = nextAt.getIfPresent(key);
    return next == null || ticker.read() - next >= 0;
  }

  /** The key could not be made fresh. */
  void failed(DocumentKey key) {
    long jitter = ThreadLocalRandom.current().nextLong(pauseNanos / 5 + 1);
    nextAt.put(key, ticker.read() + pauseNanos + jitter);
  }

  void succeeded(DocumentKey key) {
    nextAt.invalidate(key);
  }
}
