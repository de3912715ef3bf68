package io.virtuoso.gateway.cache.redis;

import static io.virtuoso.gateway.fixture.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Processes;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisTierTest {
  private static final DocumentKey KEY = DocumentKey.MARKET_OVERVIEW;
  private static final int PORT = Processes.freePort();
  private static final RedisServer SERVER = new RedisServer(PORT);
  private static final RealRedis REDIS = new RealRedis(PORT);

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    REDIS.close();
    SERVER.close();
  }

  @Test
  void whatIsPlantedIsRefusedAndRemoved() {
    StoredDocument good = now(KEY);
    byte[] whole = good.encode();
    byte[] flipped = whole.clone();
    flipped[flipped.length - 9] ^= 4;
    List<byte[]> planted =
        List.of(
            new byte[0],
            "garbage".getBytes(UTF_8),
            "VD1 zzzzzzzzzzzzzzzzzzzz".getBytes(UTF_8),
            good.body(),
            flipped,
            Arrays.copyOf(whole, whole.length / 2),
            now(DocumentKey.STATUS).encode(),
            new StoredDocument(KEY, Long.MAX_VALUE, good.asOfMs(), good.body()).encode(),
            Documents.of(KEY, System.currentTimeMillis() + 3_600_000, "{}").encode(),
            new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'},
            new byte[2_000_000]);
    for (byte[] value : planted) {
      long removed = REDIS.counted("removed");
      SERVER.store(KEY.stored(), value);
      assertThat(find(KEY)).isEmpty();
      await().untilAsserted(() -> assertThat(REDIS.counted("removed")).isEqualTo(removed + 1));
    }
    SERVER.store(KEY.stored(), whole);
    assertThat(find(KEY).map(StoredDocument::version)).contains(good.version());
    assertThat(REDIS.counted("errors")).isZero();
  }

  @Test
  void aValueOfAnotherTypeIsRemovedAndOpensNoBreaker() {
    DocumentKey key = DocumentKey.confluence(new Symbol("TYPEUSDT"));
    for (int i = 0; i < 7; i++) {
      long removed = REDIS.counted("removed");
      SERVER.command("LPUSH", key.stored(), "x");
      assertThat(find(key)).isEmpty();
      await().untilAsserted(() -> assertThat(REDIS.counted("removed")).isEqualTo(removed + 1));
    }
    assertThat(REDIS.tier().report().breaker()).isEqualTo("closed");
  }

  @Test
  void aGatewayWhoseClockIsBehindRefusesButRemovesNothing() {
    RealRedis behind = new RealRedis(PORT, new FakeClock());
    DocumentKey key = DocumentKey.confluence(new Symbol("CLOCKUSDT"));
    StoredDocument good = now(key);
    SERVER.store(key.stored(), good.encode());
    try {
      assertThat(behind.tier().find(key, late -> {}).await().atMost(Patience.LONG)).isEmpty();
      assertThat(behind.tier().findAll(List.of(key)).await().atMost(Patience.LONG)).isEmpty();
      assertThat(behind.counted("refused")).isEqualTo(2);
      assertThat(behind.counted("removed")).isZero();
    } finally {
      behind.close();
    }
    assertThat(find(key)).isPresent();
  }

  @Test
  void onlyKeysThatRedisHasNewerAreNamed() {
    List<DocumentKey> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      keys.add(DocumentKey.book(new Symbol("V" + i + "USDT")));
    }
    StoredDocument same = now(keys.get(0));
    StoredDocument newer = now(keys.get(1));
    SERVER.store(same.key().stored(), same.encode());
    SERVER.store(newer.key().stored(), newer.encode());
    SERVER.store(keys.get(2).stored(), "VD1 garbage that is long enough".getBytes(UTF_8));
    SERVER.command("LPUSH", keys.get(3).stored(), "x");
    Map<DocumentKey, Long> held =
        Map.of(
            keys.get(0), same.version(),
            keys.get(1), newer.version() - 1,
            keys.get(2), same.version(),
            keys.get(3), same.version(),
            keys.get(4), same.version());
    assertThat(REDIS.versions().newerThan(held).await().atMost(Patience.LONG))
        .containsExactlyInAnyOrder(keys.get(1), keys.get(2));
  }

  @Test
  void hotKeysAreLeftForTheNextAndReadWithSuspicion() {
    List<DocumentKey> keys = List.of(KEY, DocumentKey.confluence(new Symbol("BTCUSDT")));
    REDIS.hot().leave(keys);
    await().untilAsserted(() -> assertThat(last()).isEqualTo(keys));
    String planted = "market/overview\n../../etc\n\nFLUSHALL\nweather\nbook/BTCUSDT\n";
    SERVER.store("virtuoso:gateway:hot", planted.getBytes(UTF_8));
    assertThat(last()).containsExactly(KEY, DocumentKey.book(new Symbol("BTCUSDT")));
    SERVER.store("virtuoso:gateway:hot", "book/AAUSDT\n".repeat(100_000).getBytes(UTF_8));
    assertThat(last()).hasSizeLessThanOrEqualTo(HotKeys.MAX_KEYS);
  }

  private static List<DocumentKey> last() {
    return REDIS.hot().last(Patience.LONG).await().atMost(Patience.LONG);
  }

  private static Optional<StoredDocument> find(DocumentKey key) {
    return REDIS.tier().find(key, late -> {}).await().atMost(Patience.LONG);
  }

  private static StoredDocument now(DocumentKey key) {
    return Documents.newest(key, "{\"symbols\":1}");
  }
}
