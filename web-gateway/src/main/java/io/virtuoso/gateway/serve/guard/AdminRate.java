package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.guard.key.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Few administrative requests a minute for each key: enough for a person, not for a loop. */
@ApplicationScoped
class AdminRate {
  private static final int MAX_KEYS = 1_024;

  private final Buckets buckets;

  @Inject
  AdminRate(GatewaySettings settings, Ticker ticker) {
    int perMinute = settings.guard().adminPerMinute();
    this.buckets = new Buckets(ticker, perMinute, Duration.ofMinutes(1), perMinute, MAX_KEYS);
  }

  boolean admits(Caller caller) {
    return buckets.take(caller.name()) >= 0;
  }
}
