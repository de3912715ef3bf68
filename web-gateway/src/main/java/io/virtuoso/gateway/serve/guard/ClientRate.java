package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A token bucket per client, in memory and bounded. */
@Singleton
final class ClientRate {
  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  private static final CharSequence STATE = HttpHeaders.createOptimized("RateLimit");

  private final @Nullable Buckets buckets;
  private final int warnBelow;
  private final String policy;
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

  /**
   * A rate of so many requests per second.
   *
   * @param rate 0 switches the limit off
   */
  ClientRate(int rate, int burst, int maxClients, Ticker ticker, MeterRegistry registry) {
    this.buckets =
        rate <= 0 ? null : new Buckets(ticker, rate, Duration.ofSeconds(1), burst, maxClients);
    this.warnBelow = burst / 2;
    this.policy = "\"client\";q=%d;w=1".formatted(rate);
    this.refused = registry.counter("virtuoso.rate.limited");
  }

  /**
   * Takes one token of a client that has so many that it need not be told; else false, and none.
   */
  boolean admitsSilently(String client) {
    return buckets == null || buckets.take(client, warnBelow) >= 0;
  }

  /**
   * Takes one token of that client; false when it has none. A client that has used up half of what
   * it could save is told how much is left, the others need not pay for the header.
   *
   * @param headers of the response
   */
  boolean admits(String client, MultiMap headers) {
    if (buckets == null) {
      return true;
    }
    int left = buckets.take(client);
    if (left >= warnBelow) {
      return true;
    }
    headers.set(POLICY, policy);
    headers.set(STATE, "\"client\";r=%d;t=1".formatted(Math.max(0, left)));
    if (left < 0) {
      headers.set("Retry-After", Long.toString(buckets.waitSeconds()));
      refused.increment();
    }
    return left >= 0;
  }
}
