package io.virtuoso.gateway.cache.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  private static final DocumentKey BOOK = DocumentKey.book(new Symbol("BTCUSDT"));
  private static final DocumentKey CANDLES = new DocumentKey("candles/BTCUSDT/1m/0-60000-1");

  @Test
  void aDocumentLivesAsLongAsItMayBeShown() {
    Lifetimes lifetimes =
        new Lifetimes(
            Settings.freshness(Map.of("virtuoso.freshness.book.drop", "100s")),
            Duration.ofHours(1));
    assertThat(lifetimes.of(BOOK)).isEqualTo(100);
    assertThat(lifetimes.of(DocumentKey.STATUS)).isEqualTo(900);
    assertThat(lifetimes.of(CANDLES)).as("they may have closed").isEqualTo(3_600);
  }

  @Test
  void nothingLivesLongerThanItMay() {
    Lifetimes brief = new Lifetimes(Settings.freshness(), Duration.ofMinutes(1));
    assertThat(brief.of(BOOK)).isEqualTo(60);
    assertThat(brief.of(CANDLES)).isEqualTo(60);
    Lifetimes endless = new Lifetimes(Settings.freshness(), Duration.ofDays(60));
    assertThat(endless.of(CANDLES)).isEqualTo(3_600);
  }

  @Test
  void noneIsForEver() {
    assertThat(new Lifetimes(Settings.freshness(), Duration.ofMillis(10)).of(BOOK)).isEqualTo(1);
  }
}
