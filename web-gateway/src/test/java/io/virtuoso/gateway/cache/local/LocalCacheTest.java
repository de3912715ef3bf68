package io.virtuoso.gateway.cache.local;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LocalCacheTest {
  private static final String LONG = "{\"text\":\"" + "value ".repeat(1_000) + "\"}";

  private final LocalCache cache =
      new LocalCache(200_000, new SimpleMeterRegistry(), Runnable::run);

  private static StoredDocument document(int i, long asOfMs) {
    return Documents.of(DocumentKey.confluence(new Symbol("S" + i + "USDT")), asOfMs, LONG);
  }

  @Test
  void everyCodingThatIsHeldIsWeighed() throws Exception {
    StoredDocument document = document(1, 1_000);
    cache.offer(document);
    await().until(() -> bytes() > document.body().length);
    long plain = bytes();
    Encoded encoded = cache.encoded(document);
    int gzip = encoded.in(Coding.GZIP).toCompletableFuture().get().length;
    awaitBytes(plain + gzip);
    assertThat(encoded.bytes()).isEqualTo(document.body().length + gzip);
    encoded.in(Coding.GZIP).toCompletableFuture().get();
    assertThat(encoded.bytes()).as("encoded once").isEqualTo(document.body().length + gzip);
    cache.offer(document(1, 2_000));
    awaitBytes(plain);
  }

  @Test
  void aVersionThatIsGoneWeighsNothingThere() throws Exception {
    StoredDocument old = document(1, 1_000);
    cache.offer(old);
    Encoded encoded = cache.encoded(old);
    StoredDocument fresh = document(1, 2_000);
    cache.offer(fresh);
    encoded.in(Coding.GZIP).toCompletableFuture().get();
    assertThat(cache.peek(fresh.key())).isSameAs(fresh);
    assertThat(cache.encoded(fresh).bytes()).isEqualTo(fresh.body().length);
  }

  @Test
  void theBoundHolds() {
    for (int i = 0; i < 200; i++) {
      StoredDocument document = document(i, 1_000);
      cache.offer(document);
      var _ = cache.encoded(document).in(Coding.GZIP);
    }
    await()
        .untilAsserted(() -> {
          assertThat(bytes()).isLessThanOrEqualTo(200_000);
          assertThat(Objects.requireNonNull(cache.report().entries())).isBetween(10L, 33L);
        });
  }

  /** The cache counts a little later, on another thread. */
  private void awaitBytes(long bytes) {
    await().untilAsserted(() -> assertThat(bytes()).isEqualTo(bytes));
  }

  private long bytes() {
    return Objects.requireNonNull(cache.report().bytes());
  }
}
