package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;

/** Bounds what one connection may say per second. Used by one message at a time. */
final class MessageRate {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final Ticker ticker;
  private long windowStart;
  private int seen;

  MessageRate(int perSecond, Ticker ticker) {
    this.perSecond = perSecond;
    this.ticker = ticker;
    this.windowStart = ticker.read();
  }

  synchronized boolean admits() {
    long now = ticker.read();
    if (now - windowStart >= SECOND) {
      windowStart = now;
      seen = 0;
    }
    return ++seen <= perSecond;
  }
}
