package io.virtuoso.gateway.cache.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.observe.TierMeter;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the engines publish, read only. Each command has a budget; a breaker spares a sick Redis.
 */
@Singleton
public final class RedisTier implements SharedTier {
  private static final Logger LOG = Logger.getLogger(RedisTier.class);

  private final ReactiveValueCommands<String, byte[]> values;
  private final Duration budget;
  private final Breaker breaker;
  private final Semaphore permits;
  private final Belief belief;
  private final TierMeter meter;
  private volatile @Nullable String lastFailure;

  @Inject
  RedisTier(
      ReactiveRedisDataSource redis,
      GatewaySettings settings,
      Belief belief,
      MeterRegistry registry,
      Ticker ticker) {
    GatewaySettings.Redis own = settings.redis();
    this.values = redis.value(byte[].class);
    this.budget = own.budget();
    this.breaker = new Breaker(ticker, own.failures(), own.open());
    this.permits = new Semaphore(own.maxInFlight());
    this.belief = belief;
    this.meter = new TierMeter(registry, name());
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Uni<Optional<StoredDocument>> find(DocumentKey key) {
    return guarded(
        () -> values.get(key.stored()).map(value -> believe(key, value)), Optional.empty());
  }

  /** All that Redis has of {@code keys}, in one round trip. */
  public Uni<List<StoredDocument>> findAll(Collection<DocumentKey> keys) {
    String[] stored = keys.stream().map(DocumentKey::stored).toArray(String[]::new);
    return guarded(() -> values.mget(stored).map(found -> believeAll(keys, found)), List.of());
  }

  @Override
  public TierReport report() {
    String failure = lastFailure;
    boolean up = breaker.state() == Breaker.State.CLOSED;
    return TierReport.shared(
        name(), up ? "up" : "down", up ? null : failure, breaker, meter.counts());
  }

  private <T> Uni<T> guarded(Supplier<Uni<T>> command, T nothing) {
    return Uni.createFrom()
        .deferred(() -> {
          if (!permits.tryAcquire()) {
            meter.skipped();
            return Uni.createFrom().item(nothing);
          }
          if (!breaker.permits()) {
            permits.release();
            meter.skipped();
            return Uni.createFrom().item(nothing);
          }
          return command
              .get()
              .ifNoItem()
              .after(budget)
              .fail()
              .invoke(this::answered)
              .onFailure()
              .recoverWithItem(failure -> {
                failed(failure);
                return nothing;
              })
              .onTermination()
              .invoke(permits::release);
        });
  }

  private void answered() {
    breaker.succeeded();
    if (lastFailure != null) {
      lastFailure = null;
      LOG.info("Redis answers again");
    }
  }

  private void failed(Throwable failure) {
    if (failure instanceof TimeoutException) {
      meter.timeout();
    } else {
      meter.error();
    }
    breaker.failed();
    if (lastFailure == null) {
      LOG.warnf("Redis does not answer: %s", failure);
    }
    lastFailure = failure instanceof TimeoutException ? "no answer in time" : "connection failed";
  }

  private List<StoredDocument> believeAll(Collection<DocumentKey> keys, Map<String, byte[]> found) {
    List<StoredDocument> documents = new ArrayList<>(keys.size());
    for (DocumentKey key : keys) {
      believe(key, found.get(key.stored())).ifPresent(documents::add);
    }
    return documents;
  }

  private Optional<StoredDocument> believe(DocumentKey key, byte @Nullable [] value) {
    if (value == null) {
      meter.miss();
      return Optional.empty();
    }
    try {
      StoredDocument document = StoredDocument.decode(key, value);
      Optional<String> objection = belief.objection(document);
      if (objection.isPresent()) {
        meter.refused(objection.get());
        return Optional.empty();
      }
      meter.hit();
      return Optional.of(document);
    } catch (StoredDocument.Refused refused) {
      meter.refused(refused.code());
      return Optional.empty();
    }
  }
}
