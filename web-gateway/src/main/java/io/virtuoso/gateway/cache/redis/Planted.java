package io.virtuoso.gateway.cache.redis;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Takes out of Redis what no reader can believe. The engine stores only what is newer than what is
 * there, so a value that claims to be newer than everything would keep every good one out. Only the
 * very bytes that were refused go, never what has replaced them meanwhile; and whether a value
 * comes from the future is judged by Redis's clock, so that a gateway whose own is wrong removes
 * nothing.
 */
@Singleton
final class Planted {
  private static final String REMOVE =
      """
      local kind = redis.call('TYPE', KEYS[1]).ok
      if kind == 'none' then return 0 end
      if kind == 'string' then
        if redis.sha1hex(redis.call('GET', KEYS[1])) ~= ARGV[1] then return 0 end
        local now = redis.call('TIME')
        if ARGV[2] ~= '' and tonumber(ARGV[2]) <= now[1] * 1000 + tonumber(ARGV[3]) then return 0 end
      end
      return redis.call('DEL', KEYS[1])
      """;

  private final ReactiveRedisDataSource redis;
  private final RedisGuard guard;
  private final String maxLeadMs;

  @Inject
  Planted(ReactiveRedisDataSource redis, RedisGuard guard, GatewaySettings settings) {
    this.redis = redis;
    this.guard = guard;
    this.maxLeadMs = Long.toString(settings.maxLead().toMillis());
  }

  /** Removes what is not even text. */
  void removeOtherType(DocumentKey key) {
    remove(key, "", "");
  }

  /** Removes a value that is no document of that key. */
  void removeUnreadable(DocumentKey key, byte[] value) {
    remove(key, digest(value), "");
  }

  /**
   * Removes a document from the future.
   *
   * @param claimedMs the time that it claims, ms since the epoch
   */
  void removeFuture(DocumentKey key, byte[] value, long claimedMs) {
    remove(key, digest(value), Long.toString(claimedMs));
  }

  private void remove(DocumentKey key, String digest, String claimedMs) {
    guard
        .run(
            () ->
                redis
                    .execute("EVAL", REMOVE, "1", key.stored(), digest, claimedMs, maxLeadMs)
                    .map(removed -> removed != null && removed.toInteger() == 1),
            false)
        .subscribe()
        .with(removed -> {
          if (removed) {
            guard.meter().removed();
          }
        });
  }

  private static String digest(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(value));
    } catch (NoSuchAlgorithmException impossible) { // every Java has it, and Redis knows no other
      throw new IllegalStateException(impossible);
    }
  }
}
