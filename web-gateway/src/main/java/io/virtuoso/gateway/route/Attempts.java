package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a key that could not be made fresh may be tried again, and which keys were unknown a moment
 * ago; jittered, bounded. Thread-safe.
 */
final class Attempts {
  private static final int MAX_KEYS = 10_000;
  private static final int UNKNOWN_PAUSES = 4;
  private static final int LONGEST_PAUSES = 16;
  private static final double JITTER = 0.2;

  private final Ticker ticker;
  private final DoubleSupplier random;
  private final long pauseNanos;
  private final Cache<DocumentKey, Pause> pauses;

  /**
   * Until when a key is left alone.
   *
   * @param nanos how long, before jitter
   */
  private record Pause(long until, long nanos, boolean unknown) {}

  /**
   * Attempts with that pause.
   *
   * @param random from 0 to below 1
   */
  Attempts(Ticker ticker, Duration pause, DoubleSupplier random) {
    this.ticker = ticker;
    this.random = random;
    this.pauseNanos = pause.toNanos();
    this.pauses =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(MAX_KEYS)
            .expireAfterWrite(pause.multipliedBy(2 * LONGEST_PAUSES))
            .build();
  }

  boolean allowed(DocumentKey key) {
    return running(key) == null;
  }

  /** Whether the engine said a moment ago that there is no such document. */
  boolean isUnknown(DocumentKey key) {
    Pause pause = running(key);
    return pause != null && pause.unknown;
  }

  /** The key could not be made fresh. */
  void failed(DocumentKey key) {
    put(key, pauseNanos, false);
  }

  /** There is no such document. */
  void unknown(DocumentKey key) {
    put(key, UNKNOWN_PAUSES * pauseNanos, true);
  }

  /**
   * Nobody had anything newer. While announcements arrive that is no surprise, and the key is asked
   * for more and more seldom, until asking brings something after all.
   */
  void quiet(DocumentKey key, boolean announced) {
    Pause before = announced ? pauses.getIfPresent(key) : null;
    long nanos =
        before == null || before.unknown
            ? pauseNanos
            : Math.min(2 * before.nanos, LONGEST_PAUSES * pauseNanos);
    put(key, nanos, false);
  }

  /** A version of the document was seen, whatever the engine said before. */
  void exists(DocumentKey key) {
    Pause pause = pauses.getIfPresent(key);
    if (pause != null && pause.unknown) {
      pauses.invalidate(key);
    }
  }

  void succeeded(DocumentKey key) {
    pauses.invalidate(key);
  }

  private @Nullable Pause running(DocumentKey key) {
    Pause pause = pauses.getIfPresent(key);
    return pause == null || ticker.read() - pause.until >= 0 ? null : pause;
  }

  private void put(DocumentKey key, long nanos, boolean unknown) {
    long jitter = (long) (nanos * JITTER * random.getAsDouble());
    pauses.put(key, new Pause(ticker.read() + nanos + jitter, nanos, unknown));
  }
}
