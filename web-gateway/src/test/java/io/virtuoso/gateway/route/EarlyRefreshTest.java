package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EarlyRefreshTest {
  private static final Limits LIMITS = new Limits(2_000, 10_000, 900_000);
  private static final long AS_OF = 1_763_807_465_000L;

  private final Random random = new Random(42);

  private static StoredDocument document(int i) {
    return Documents.of(DocumentKey.confluence(new Symbol("S" + i + "USDT")), AS_OF, "{}");
  }

  @Test
  void aThousandCopiesOfOneAgeAreRefreshedSpreadOut() {
    EarlyRefresh early = new EarlyRefresh(random::nextDouble);
    List<StoredDocument> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(document(i));
    }
    List<Integer> perStep = new ArrayList<>();
    for (long age = 0; !waiting.isEmpty(); age += 20) {
      long now = age;
      int before = waiting.size();
      waiting.removeIf(copy -> early.isDue(copy, now, LIMITS));
      if (before > waiting.size() || !perStep.isEmpty()) {
        perStep.add(before - waiting.size());
      }
      assertThat(age).as("none is forgotten").isLessThanOrEqualTo(LIMITS.refreshMs());
    }
    double mean = 1_000.0 / perStep.size();
    assertThat(perStep).allSatisfy(count -> assertThat((double) count).isLessThan(3 * mean));
    assertThat(perStep.size()).as("spread over at least 300 ms").isGreaterThan(15);
  }

  @Test
  void theLongerARefreshTakesTheEarlierItBegins() {
    assertThat(meanAge(300)).isLessThan(meanAge(5) - 100);
  }

  private double meanAge(double deltaMs) {
    double sum = 0;
    for (int i = 0; i < 300; i++) {
      EarlyRefresh early = new EarlyRefresh(random::nextDouble);
      StoredDocument copy = document(i);
      early.took(copy.key(), deltaMs);
      long age = 0;
      while (!early.isDue(copy, age, LIMITS)) {
        age += 50;
      }
      sum += age;
    }
    return sum / 300;
  }

  @Test
  void nothingIsRefreshedFarFromItsTime() {
    EarlyRefresh early = new EarlyRefresh(() -> 0.9999);
    for (int i = 0; i < 1_000; i++) {
      assertThat(early.isDue(document(i), EarlyRefresh.calmMs(LIMITS), LIMITS)).isFalse();
    }
  }
}
