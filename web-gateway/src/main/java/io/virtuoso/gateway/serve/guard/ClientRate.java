package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * A token bucket per client, in memory and bounded. Only the peer's address counts: a header that
 * names another one is anybody's word.
 */
@Singleton
final class ClientRate {
  private static final Duration FORGET = Duration.ofMinutes(2);

  private final int rate;
  private final int burst;
  private final Ticker ticker;
  private final Cache<String, Bucket> buckets;
  private final Counter refused;

  @Inject
  ClientRate(GatewaySettings settings, Ticker ticker, MeterRegistry registry) {
    this(
        settings.guard().rate(),
        settings.guard().burst(),
        settings.guard().maxClients(),
        ticker,
        registry);
  }

  ClientRate(int rate, int burst, int maxClients, Ticker ticker, MeterRegistry registry) {
    this.rate = rate;
    this.burst = burst;
    this.ticker = ticker;
    this.refused = registry.counter("virtuoso.rate.limited");
    this.buckets =
        Caffeine.newBuilder()
            .ticker(ticker)
            .maximumSize(maxClients)
            .expireAfterAccess(FORGET)
            .build();
  }

  /** Takes one token of that client; false when it has none. */
  boolean admits(String address) {
    if (rate <= 0) {
      return true;
    }
    Bucket bucket =
        buckets.get(ClientAddress.group(address), fresh -> new Bucket(burst, ticker.read()));
    boolean admitted = bucket.take(ticker.read());
    if (!admitted) {
      refused.increment();
    }
    return admitted;
  }

  /** Tells the client what the limit is. */
  void explain(MultiMap headers) {
    headers.set("Retry-After", "1");
    headers.set("RateLimit-Policy", "\"client\";q=%d;w=1".formatted(rate));
    headers.set("RateLimit", "\"client\";r=0;t=1");
  }

  private final class Bucket {
    private double tokens;
    private long filledAt;

    Bucket(double tokens, long now) {
      this.tokens = tokens;
      this.filledAt = now;
    }

    synchronized boolean take(long now) {
      tokens = Math.min(burst, tokens + Math.max(0, now - filledAt) * 1e-9 * rate);
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
