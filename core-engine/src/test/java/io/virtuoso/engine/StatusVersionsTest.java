package io.virtuoso.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.pipeline.MarketPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusVersionsTest {
  private static final long NOW_MS = 1_790_000_000_000L;

  private final StatusVersions versions = new StatusVersions();

  @Test
  void theyAreThoseOfTheMoment() {
    for (long second = 0; second < 10; second++) {
      long nowMs = NOW_MS + second * 1_000;
      assertThat(versions.next(nowMs)).isEqualTo(MarketPipeline.version(nowMs));
    }
  }

  /** What was told from a future that readers take is replaced by what is told next. */
  @ParameterizedTest
  @ValueSource(longs = {0, 100, 120_000, 300_000})
  void theyGrowWhenTheClockGoesBack(long backMs) {
    long before = versions.next(NOW_MS + backMs);
    for (long second = 0; second < 600; second++) {
      long next = versions.next(NOW_MS + second * 1_000);
      assertThat(next).isGreaterThan(before).isEqualTo(versions.last());
      before = next;
    }
    assertThat(before).as("caught up").isEqualTo(MarketPipeline.version(NOW_MS + 599_000));
  }

  @Test
  void afterAFutureThatNobodyTakesTheyBeginAnew() {
    versions.next(NOW_MS + 3_600_000);
    assertThat(versions.next(NOW_MS)).isEqualTo(MarketPipeline.version(NOW_MS));
    assertThat(versions.next(NOW_MS)).isEqualTo(MarketPipeline.version(NOW_MS) + 1);
  }
}
