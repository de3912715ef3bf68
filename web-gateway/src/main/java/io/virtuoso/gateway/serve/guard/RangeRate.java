package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Ranges of candles are the only documents of which there is no end: whoever asks for a new one
 * each time, in good form, would turn every request into a call of the engine and fill the shared
 * tiers with what nobody asks for again. So each client may have some fetched, and no more.
 */
@Singleton
public final class RangeRate {
  private final Buckets buckets;
  private final Counter refused;

  @Inject
  RangeRate(GatewaySettings settings, Ticker ticker, MeterRegistry registry) {
    GatewaySettings.Guard guard = settings.guard();
    this.buckets =
        new Buckets(
            ticker,
            guard.rangeRate(),
            Duration.ofSeconds(1),
            guard.rangeBurst(),
            guard.maxClients());
    this.refused = registry.counter("virtuoso.ranges.limited");
  }

  /** Whether that client may have that document fetched; takes a token if it counts. */
  public boolean admits(DocumentKey key, String client) {
    if (DocumentClass.of(key) != DocumentClass.CANDLES || buckets.take(client) >= 0) {
      return true;
    }
    refused.increment();
    return false;
  }
}
