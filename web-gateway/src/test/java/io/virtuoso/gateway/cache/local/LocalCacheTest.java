package io.virtuoso.gateway.cache.local;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void aNewVersionIsShownOnceItIsInTheCodingsThatReadersAskFor() {
    List<Runnable> encoders = new ArrayList<>();
    LocalCache patient = new LocalCache(200_000, new SimpleMeterRegistry(), encoders::add);
    StoredDocument first = large(1_000);
    StoredDocument second = large(2_000);
    StoredDocument third = large(3_000);
    patient.offerEncoded(first);
    assertThat(patient.peek(first.key())).isSameAs(first);
    var _ = patient.encoded(first).in(Coding.GZIP);
    encoders.removeFirst().run();
    patient.offerEncoded(second);
    assertThat(patient.peek(first.key())).isSameAs(first);
    encoders.removeFirst().run();
    assertThat(patient.peek(first.key())).isSameAs(second);
    assertThat(encoders).isEmpty();
    assertThat(patient.encoded(second).bytes()).isGreaterThan(second.body().length);
    patient.offerEncoded(third); // nobody asked for the second in any coding
    assertThat(patient.peek(first.key())).isSameAs(third);
    assertThat(encoders).isEmpty();
    assertThat(patient.encoded(third).bytes()).isEqualTo(third.body().length);
  }

  @Test
  void aVersionThatIsOvertakenWhileItIsEncodedIsNotShown() {
    List<Runnable> encoders = new ArrayList<>();
    LocalCache patient = new LocalCache(200_000, new SimpleMeterRegistry(), encoders::add);
    StoredDocument first = large(1_000);
    StoredDocument third = large(3_000);
    patient.offer(first);
    var _ = patient.encoded(first).in(Coding.GZIP);
    patient.offerEncoded(large(2_000));
    patient.offer(third);
    encoders.forEach(Runnable::run);
    assertThat(patient.peek(first.key())).isSameAs(third);
  }

  private static StoredDocument large(long asOfMs) {
    String text = "{\"text\":\"" + "value ".repeat(3_000) + "\"}";
    return Documents.of(DocumentKey.confluence(new Symbol("LARGEUSDT")), asOfMs, text);
  }

  /** The cache counts a little later, on another thread. */
  private void awaitBytes(long bytes) {
    await().untilAsserted(() -> assertThat(bytes()).isEqualTo(bytes));
  }

  private long bytes() {
    return Objects.requireNonNull(cache.report().bytes());
  }
}
