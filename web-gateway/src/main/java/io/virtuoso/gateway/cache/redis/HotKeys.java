package io.virtuoso.gateway.cache.redis;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was asked for most, left in Redis for the gateway that starts next. */
@Singleton
public final class HotKeys {
  /** The keys remembered at most. */
  public static final int MAX_KEYS = 128;

  private static final String STORED = "virtuoso:gateway:hot";
  private static final int MAX_CHARS = MAX_KEYS * 101;
  private static final String KEPT_MS = Long.toString(Duration.ofDays(1).toMillis());

  private final ReactiveRedisDataSource redis;
  private final RedisGuard guard;

  @Inject
  HotKeys(ReactiveRedisDataSource redis, RedisGuard guard) {
    this.redis = redis;
    this.guard = guard;
  }

  /** Leaves the list; whichever gateway does so last has it its way. */
  public void leave(List<DocumentKey> keys) {
    String text =
        keys.stream().limit(MAX_KEYS).map(DocumentKey::path).collect(Collectors.joining("\n"));
    guard
        .run(() -> redis.execute("SET", STORED, text, "PX", KEPT_MS).replaceWith(true), false)
        .subscribe()
        .with(left -> {});
  }

  /**
   * The list that was left; empty when there is none, or no answer in that time. What is no key in
   * it is passed over.
   */
  public Uni<List<DocumentKey>> last(Duration patience) {
    return guard.patiently(
        redis
            .execute("GETRANGE", STORED, "0", Integer.toString(MAX_CHARS))
            .map(text -> read(String.valueOf(text))),
        List.of(),
        patience);
  }

  private static List<DocumentKey> read(String text) {
    return text.lines()
        .limit(MAX_KEYS)
        .flatMap(line -> key(line).stream())
        .filter(key -> DocumentClass.of(key) != DocumentClass.OTHER)
        .toList();
  }

  private static Optional<DocumentKey> key(String line) {
    try {
      return Optional.of(new DocumentKey(line));
    } catch (IllegalArgumentException planted) {
      return Optional.empty();
    }
  }
}
