package io.virtuoso.gateway.cache.redis;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which documents Redis has in another version than ours: 20 bytes a key instead of a document, so
 * that asking every second costs next to nothing.
 */
@Singleton
public final class PublishedVersions {
  private static final String VERSIONS =
      """
      local versions = {}
      for i = 1, #KEYS do
        local digits = redis.pcall('GETRANGE', KEYS[i], %d, %d)
        versions[i] = type(digits) == 'string' and digits or ''
      end
      return versions
      """
          .formatted(StoredDocument.VERSION_START, StoredDocument.VERSION_END - 1);

  private final ReactiveRedisDataSource redis;
  private final RedisGuard guard;

  @Inject
  PublishedVersions(ReactiveRedisDataSource redis, RedisGuard guard) {
    this.redis = redis;
    this.guard = guard;
  }

  /**
   * The keys of which Redis has a newer version; what is there and is no version counts as one, so
   * that it is read, refused and removed.
   *
   * @param held our versions by key, at most a few hundred
   */
  public Uni<List<DocumentKey>> newerThan(Map<DocumentKey, Long> held) {
    if (held.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<DocumentKey> keys = List.copyOf(held.keySet());
    List<String> words = new ArrayList<>(keys.size() + 2);
    words.add(VERSIONS);
    words.add(Integer.toString(keys.size()));
    keys.forEach(key -> words.add(key.stored()));
    return guard.run(
        () ->
            redis
                .execute("EVAL", words.toArray(String[]::new))
                .map(versions -> newer(keys, held, versions)),
        List.of());
  }

  private static List<DocumentKey> newer(
      List<DocumentKey> keys, Map<DocumentKey, Long> held, Response versions) {
    List<DocumentKey> newer = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      DocumentKey key = keys.get(i);
      String there = String.valueOf(versions.get(i));
      String ours = "%020d".formatted(held.getOrDefault(key, 0L));
      if (!there.isEmpty() && there.compareTo(ours) > 0) {
        newer.add(key);
      }
    }
    return newer;
  }
}
