package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;

/** Looks through Redis and Memcached for documents that should not be there. */
final class TierScan {
  private static final String PREFIX = "virtuoso:doc:";
  private static final int PATIENCE_MS = 5_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Arena arena;

  TierScan(Arena arena) {
    this.arena = arena;
  }

  /** How many there are. */
  int bad() throws IOException {
    return badInRedis() + badInMemcached();
  }

  int badInRedis() throws IOException {
    int bad = 0;
    try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      for (RedisSocket.Reply key : redis.ask("KEYS", PREFIX + "*").parts()) {
        bad += isGood(key.text(), redis.ask("GET", key.text()).bytes()) ? 0 : 1;
      }
    }
    return bad;
  }

  int badInMemcached() throws IOException {
    int bad = 0;
    try (MemcachedSocket memcached = new MemcachedSocket(arena.memcachedPort(), PATIENCE_MS)) {
      for (String key : memcached.keys()) {
        byte[] value = memcached.get(key);
        boolean absent = value.length == 0; // it expired between the list and the look
        bad += absent || !key.startsWith(PREFIX) || isGood(key, value) ? 0 : 1;
      }
    }
    return bad;
  }

  private static boolean isGood(String name, byte[] value) {
    if (value.length == 0) {
      return true;
    }
    try {
      StoredDocument document = StoredDocument.decode(key(name), value);
      JsonNode body = JSON.readTree(document.body());
      return body.path("data").isObject()
          && body.at("/meta/key").asText().equals(document.key().path())
          && document.asOfMs() <= System.currentTimeMillis() + 1_000;
    } catch (StoredDocument.Refused | IOException | IllegalArgumentException refused) {
      return false;
    }
  }

  /** The reverse of {@link DocumentKey#stored}. */
  private static DocumentKey key(String stored) {
    return new DocumentKey(
        stored.substring(PREFIX.length()).replace(":{", "/").replace("{", "").replace("}", ""));
  }
}
