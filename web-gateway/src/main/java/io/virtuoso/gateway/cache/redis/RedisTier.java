package io.virtuoso.gateway.cache.redis;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the engines publish: read, and what cannot be believed is removed. */
@Singleton
public final class RedisTier implements SharedTier {
  /** Bytes that take well below a millisecond to check, and to unpack if they are packed. */
  private static final int AT_ONCE = 64 * 1_024;

  private final ReactiveValueCommands<String, byte[]> values;
  private final RedisGuard guard;
  private final Planted planted;
  private final Belief belief;
  private final TierMeter meter;

  @Inject
  RedisTier(ReactiveRedisDataSource redis, RedisGuard guard, Planted planted, Belief belief) {
    this.values = redis.value(byte[].class);
    this.guard = guard;
    this.planted = planted;
    this.belief = belief;
    this.meter = guard.meter();
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late) {
    return guard.run(
        () ->
            values
                .get(key.stored())
                .flatMap(value -> read(length(value), () -> believe(key, value)))
                .onFailure(RedisTier::isOtherType)
                .recoverWithItem(() -> {
                  meter.refused("type");
                  planted.removeOtherType(key);
                  return Optional.empty();
                }),
        Optional.empty(),
        found -> found.ifPresent(late));
  }

  /** All that Redis has of {@code keys}, in one round trip. */
  public Uni<List<StoredDocument>> findAll(Collection<DocumentKey> keys) {
    return guard.run(() -> readAll(keys), List.of());
  }

  /** The same for a start; empty when Redis does not answer in that time. */
  public Uni<List<StoredDocument>> findAll(Collection<DocumentKey> keys, Duration patience) {
    return guard.patiently(readAll(keys), List.of(), patience);
  }

  private Uni<List<StoredDocument>> readAll(Collection<DocumentKey> keys) {
    String[] stored = keys.stream().map(DocumentKey::stored).toArray(String[]::new);
    return values
        .mget(stored)
        .flatMap(found -> {
          int bytes = found.values().stream().mapToInt(RedisTier::length).sum();
          return read(bytes, () -> believeAll(keys, found));
        });
  }

  /** Reads at once what is short; what is long is checked and unpacked off the event loop. */
  private static <T> Uni<T> read(int bytes, Supplier<T> reading) {
    Uni<T> read = Uni.createFrom().item(reading);
    return bytes <= AT_ONCE ? read : read.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  @Override
  public TierReport report() {
    boolean up = guard.breaker().state() == Breaker.State.CLOSED;
    return TierReport.shared(
        name(), up ? "up" : "down", up ? null : guard.failure(), guard.breaker(), meter.counts());
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
        planted.removeFuture(key, value, Belief.claimedMs(document));
        return Optional.empty();
      }
      meter.hit();
      return Optional.of(document);
    } catch (StoredDocument.Refused refused) {
      meter.refused(refused.code());
      planted.removeUnreadable(key, value);
      return Optional.empty();
    }
  }

  private static boolean isOtherType(Throwable failure) {
    return String.valueOf(failure.getMessage()).startsWith("WRONGTYPE");
  }
}
