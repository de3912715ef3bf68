package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.FreshnessPolicy;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  private static final DocumentKey BTC = DocumentKey.confluence(new Symbol("BTCUSDT"));

  private final FakeClock clock = new FakeClock();
  private final Freshness freshness = new Freshness(clock, Settings.freshness());

  @ParameterizedTest
  @CsvSource({
    "market_overview,       2s, 10s, 15m, 120s",
    "confluence_scores,     1s,  5s, 15m,  60s",
    "technical_indicators, 60s,  3m, 15m,  60s",
    "dashboard_data,        2s, 10s, 15m,  45s",
    "signal_analysis,       2s, 60s, 15m,  90s",
    "top_symbols,           2s, 10s, 15m, 300s",
    "movers,                5s, 20s, 15m, 120s",
    "opportunities,         5s, 20s, 15m,  90s",
    "alerts,                5s, 20s, 15m,  90s",
    "market_details,       10s, 30s, 15m, 120s",
    "signal_ledger,         2s, 60s, 15m,  90s",
    "track_record,         60s,  3m, 15m, 300s",
    "book,                  1s,  5s, 15m,  60s",
    "candles,               1s,  5s, 15m,  60s",
    "status,                1s,  5s, 15m,  60s",
    "other,                 2s, 10s, 15m,  60s",
  })
  void defaults(String code, String soft, String hard, String drop, String sharedTtl) {
    FreshnessPolicy policy = Objects.requireNonNull(Settings.freshness().get(code));
    assertThat(policy.soft()).isEqualTo(duration(soft));
    assertThat(policy.softMax())
        .as("no default lets us go past the budget")
        .isEqualTo(duration(soft));
    assertThat(policy.softMin()).isBetween(duration(soft).dividedBy(10), duration(soft));
    assertThat(policy.hard()).isEqualTo(duration(hard));
    assertThat(policy.drop()).isEqualTo(duration(drop));
    assertThat(policy.sharedTtl()).isEqualTo(duration(sharedTtl));
  }

  @ParameterizedTest
  @CsvSource({
    "soft, 1500ms",
    "soft-min, 1200ms",
    "soft-max, 9s",
    "hard, 11s",
    "drop, 16m",
    "shared-ttl, 7s"
  })
  void everyKeyCanBeSet(String name, String value) {
    Map<String, FreshnessPolicy> policies =
        Settings.freshness(Map.of("virtuoso.freshness.market_overview." + name, value));
    FreshnessPolicy policy = Objects.requireNonNull(policies.get("market_overview"));
    Map<String, Duration> all =
        Map.of(
            "soft", policy.soft(),
            "soft-min", policy.softMin(),
            "soft-max", policy.softMax(),
            "hard", policy.hard(),
            "drop", policy.drop(),
            "shared-ttl", policy.sharedTtl());
    assertThat(all).containsEntry(name, duration(value));
  }

  @Test
  void everyClassHasLimitsAndNothingElseHas() {
    assertThat(Settings.freshness().keySet())
        .allSatisfy(code -> assertThat(DocumentClass.ofCode(code)).isPresent());
    for (DocumentClass each : DocumentClass.values()) {
      assertThat(freshness.of(each).refreshMs()).isEqualTo(freshness.of(each).softMs());
    }
  }

  @Test
  void whatContradictsItselfStopsTheStart() {
    refused("confluense", "soft", "2s", "no document class confluense");
    refused("alerts", "soft", "1h", "alerts: limits must satisfy");
    refused("alerts", "soft-max", "21s", "alerts: soft-max");
    refused("alerts", "soft-min", "6s", "alerts: bounds must satisfy");
    Map<String, FreshnessPolicy> short1 = new HashMap<>(Settings.freshness());
    short1.remove("status");
    assertThatThrownBy(() -> new Freshness(clock, short1))
        .hasMessageContaining("nothing for status");
  }

  private void refused(String code, String name, String value, String why) {
    Map<String, String> keys = new HashMap<>();
    for (String each :
        new String[] {"soft", "soft-min", "soft-max", "hard", "drop", "shared-ttl"}) {
      keys.put("virtuoso.freshness." + code + "." + each, defaultOf(each));
    }
    keys.put("virtuoso.freshness." + code + "." + name, value);
    assertThatThrownBy(() -> new Freshness(clock, Settings.freshness(keys)))
        .hasMessageContaining(why);
  }

  private static String defaultOf(String name) {
    return switch (name) {
      case "hard" -> "20s";
      case "drop" -> "15m";
      case "soft-min" -> "1s";
      default -> "5s";
    };
  }

  @Test
  void whatIsLearnedStaysWithinTheBoundsAndChangesNoMark() {
    assertThat(freshness.adapt(BTC, 400)).isEqualTo(400);
    assertThat(freshness.of(BTC)).isEqualTo(new Limits(400, 1_000, 5_000, 900_000));
    assertThat(freshness.of(BTC).state(900)).isEqualTo(DataState.LIVE);
    assertThat(freshness.adapt(BTC, 1)).isEqualTo(250);
    assertThat(freshness.adapt(BTC, 60_000)).isEqualTo(1_000);
    assertThat(freshness.adapt(DocumentClass.CONFLUENCE_SCORES, 0)).isEqualTo(250);
    assertThat(freshness.of(DocumentKey.confluence(new Symbol("ETHUSDT"))).refreshMs())
        .isEqualTo(250);
    assertThat(freshness.of(BTC).refreshMs()).as("the key's own goes first").isEqualTo(1_000);
    freshness.forget(BTC);
    assertThat(freshness.of(BTC).refreshMs()).isEqualTo(250);
    freshness.forget(DocumentClass.CONFLUENCE_SCORES);
    assertThat(freshness.of(BTC)).isEqualTo(new Limits(1_000, 5_000, 900_000));
  }

  @Test
  void onlySoManyKeysAreLearned() {
    for (int i = 0; i < 5_000; i++) {
      long inForce = freshness.adapt(new DocumentKey("confluence/S" + i + "USDT"), 500);
      assertThat(inForce).isEqualTo(i < 4_096 ? 500 : 1_000);
    }
    freshness.forget(new DocumentKey("confluence/S0USDT"));
    assertThat(freshness.adapt(BTC, 500)).isEqualTo(500);
  }

  @Test
  void candlesAreClosedOnesOnceTheyAreAllThere() {
    long end = clock.millis() / 60_000 * 60_000 - 60_000;
    DocumentKey key = new DocumentKey("candles/BTCUSDT/1m/%d-%d-10".formatted(end - 120_000, end));
    String all = Documents.minuteBars(LongStream.of(end - 120_000, end - 60_000));
    StoredDocument partial =
        Documents.of(key, clock.millis(), Documents.minuteBars(LongStream.of(end - 60_000)));
    StoredDocument complete = Documents.of(key, clock.millis(), all);
    StoredDocument early = Documents.of(key, end, all);
    freshness.adapt(key, 300);
    clock.advance(Duration.ofDays(1));
    assertThat(freshness.classOf(partial)).isEqualTo(DocumentClass.CANDLES);
    assertThat(freshness.of(partial)).isEqualTo(freshness.of(DocumentClass.CANDLES));
    assertThat(freshness.isFinal(partial)).isFalse();
    assertThat(freshness.classOf(early)).as("late trades").isEqualTo(DocumentClass.CANDLES);
    assertThat(freshness.classOf(complete)).isEqualTo(DocumentClass.CLOSED_CANDLES);
    assertThat(freshness.of(complete).refreshMs()).isGreaterThan(Duration.ofDays(365).toMillis());
    assertThat(freshness.isFinal(complete)).isTrue();
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + (text.endsWith("ms") ? millis(text) : text));
  }

  private static String millis(String text) {
    return Integer.parseInt(text.substring(0, text.length() - 2)) / 1_000.0 + "s";
  }
}
