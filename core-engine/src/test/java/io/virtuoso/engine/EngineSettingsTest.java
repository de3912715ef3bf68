package io.virtuoso.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.publish.Lifetimes;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineSettingsTest {
  @TempDir Path folder;

  private static EngineSettings settings(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("virtuoso." + keysAndValues[i], keysAndValues[i + 1]);
    }
    String shipped = "META-INF/microprofile-config.yaml";
    ClassLoader loader = FreshnessPolicy.class.getClassLoader();
    try {
      return new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(EngineSettings.class)
          .withSources(
              new YamlConfigSource(Objects.requireNonNull(loader.getResource(shipped)), 110))
          .withSources(new PropertiesConfigSource(values, "test", 500))
          .build()
          .getConfigMapping(EngineSettings.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static FeedPlan plan(String... keysAndValues) {
    return FeedPlan.of(settings(keysAndValues).feed());
  }

  @Test
  void defaults() {
    EngineSettings settings = settings();
    Lifetimes lifetimes = new Lifetimes(settings.freshness());
    assertThat(lifetimes.of(DocumentKey.MARKET_OVERVIEW)).isEqualTo(120_000);
    assertThat(lifetimes.of(DocumentKey.confluence(new Symbol("BTCUSDT")))).isEqualTo(60_000);
    assertThat(lifetimes.of(DocumentKey.DASHBOARD_OVERVIEW)).isEqualTo(45_000);
    assertThat(lifetimes.of(DocumentKey.MARKET_SYMBOLS)).isEqualTo(300_000);
    assertThat(lifetimes.of(new DocumentKey("dashboard/signals"))).isEqualTo(90_000);
    assertThat(lifetimes.of(new DocumentKey("market/beta"))).isEqualTo(60_000);
    EngineSettings.Feed feed = settings.feed();
    assertThat(feed.source()).isEqualTo(Source.LIVE);
    assertThat(feed.venues()).containsExactly("bybit-linear", "binance-usdm", "binance-spot");
    assertThat(feed.symbols())
        .containsExactly("BTCUSDT", "ETHUSDT", "SOLUSDT", "AVAXUSDT", "XRPUSDT");
    assertThat(feed.speed()).isEqualTo(1);
    assertThat(feed.endpoint()).isEmpty();
    assertThat(feed.note()).isEmpty();
    assertThat(feed.addresses()).isEmpty();
    assertThat(feed.tape()).isEmpty();
    assertThat(feed.exchange()).isEmpty();
    assertThat(feed.record()).isEmpty();
    FeedPlan plan = FeedPlan.of(feed);
    assertThat(plan.selection().fixed()).hasSize(5);
    assertThat(plan.selection().most()).isEqualTo(20);
    assertThat(plan.selection().floor()).isEqualTo(1e7);
    assertThat(plan.selection().quote()).isEqualTo("USDT");
    assertThat(plan.selection().period()).isEqualTo(Duration.ofMinutes(5));
    assertThat(plan.venues().getFirst()).isEqualTo(VenueSettings.of("bybit-linear"));
  }

  @Test
  void everyKey() throws IOException {
    Path tape = Files.createFile(folder.resolve("t.tape"));
    EngineSettings settings =
        settings(
            "freshness.market_overview.shared-ttl", "2h",
            "feed.source", "replay",
            "feed.endpoint", "127.0.0.1:9",
            "feed.note", "a note",
            "feed.venues", "binance-spot",
            "feed.symbols", "ETHUSDT,BTCUSDT",
            "feed.addresses.binance-spot.socket", "wss://a.example",
            "feed.addresses.binance-spot.rest", "https://b.example",
            "feed.tape", tape.toString(),
            "feed.exchange", "binance-usdm",
            "feed.speed", "Infinity",
            "feed.record", "/r.tape");
    assertThat(new Lifetimes(settings.freshness()).of(DocumentKey.MARKET_OVERVIEW))
        .isEqualTo(7_200_000);
    EngineSettings.Feed feed = settings.feed();
    assertThat(feed.source()).isEqualTo(Source.REPLAY);
    assertThat(feed.endpoint()).contains("127.0.0.1:9");
    assertThat(feed.note()).contains("a note");
    assertThat(feed.venues()).containsExactly("binance-spot");
    assertThat(feed.symbols()).containsExactly("ETHUSDT", "BTCUSDT");
    assertThat(feed.addresses()).containsOnlyKeys("binance-spot");
    assertThat(feed.tape()).contains(tape);
    assertThat(feed.exchange()).contains("binance-usdm");
    assertThat(feed.speed()).isInfinite();
    assertThat(feed.record()).contains(Path.of("/r.tape"));
    assertThat(FeedPlan.of(feed).tape()).isEqualTo(tape);
  }

  @Test
  void venuesMayLieElsewhere() {
    FeedPlan plan =
        plan(
            "feed.venues", "binance-spot,binance-usdm,binance-spot",
            "feed.symbols", "ETHUSDT,BTCUSDT,ETHUSDT",
            "feed.addresses.binance-usdm.rest", "https://b.example");
    assertThat(plan.selection().fixed())
        .containsExactly(new Symbol("ETHUSDT"), new Symbol("BTCUSDT"));
    assertThat(plan.venues()).hasSize(2);
    VenueSettings usual = VenueSettings.of("binance-usdm");
    assertThat(plan.venues().get(1).restUrl()).isEqualTo("https://b.example");
    assertThat(plan.venues().get(1).socketUrl()).isEqualTo(usual.socketUrl());
  }

  @Test
  void aSimulatedExchangeStandsInForEveryVenue() {
    FeedPlan plan = plan("feed.source", "simulated", "feed.endpoint", "127.0.0.1:9870");
    assertThat(plan.venues())
        .extracting(VenueSettings::socketUrl)
        .containsExactly(
            "ws://127.0.0.1:9870/bybit-linear",
            "ws://127.0.0.1:9870/binance-usdm",
            "ws://127.0.0.1:9870/binance-spot");
    assertThat(plan.venues().getLast().restUrl()).isEqualTo("http://127.0.0.1:9870/binance-spot");
  }

  @ParameterizedTest
  @CsvSource({
    "feed.source,           paper,           virtuoso.feed.source",
    "feed.speed,            fast,            virtuoso.feed.speed",
    "freshness.alerts.shared-ttl, soon,      virtuoso.freshness.alerts.shared-ttl",
  })
  void whatIsNoSuchValueIsNamedByItsKey(String key, String value, String named) {
    assertThatThrownBy(() -> settings(key, value)).hasStackTraceContaining(named);
  }

  @Test
  void aLifetimeTooShortToBeMeantIsRefused() {
    EngineSettings settings = settings("freshness.alerts.shared-ttl", "9s");
    assertThatThrownBy(() -> new Lifetimes(settings.freshness()))
        .hasMessageStartingWith("virtuoso.freshness.alerts.shared-ttl: PT9S is less than 10 s");
    assertThatThrownBy(() -> new Lifetimes(Map.of())).hasMessageContaining("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "feed.venues,    mtgox,           virtuoso.feed.venues: unknown venue 'mtgox'",
    "feed.symbols,   btcusdt,         virtuoso.feed.symbols: 'btcusdt' is not 2 to 20 of A-Z",
    "feed.symbols,   BTC/USDT,        virtuoso.feed.symbols: 'BTC/USDT'",
    "feed.speed,     -1,              virtuoso.feed.speed: -1.0 is not above 0",
    "feed.speed,     0,               virtuoso.feed.speed: 0.0 is not above 0",
    "feed.speed,     NaN,             virtuoso.feed.speed: NaN is not above 0",
    "feed.exchange,  mtgox,           virtuoso.feed.exchange: unknown exchange 'mtgox'",
    "feed.source,    replay,          virtuoso.feed.tape: source replay needs the tape",
    "feed.source,    simulated,       virtuoso.feed.endpoint: goes with source simulated",
    "feed.endpoint,  127.0.0.1:1,     virtuoso.feed.endpoint: goes with source simulated",
    "feed.addresses.mtgox.rest, http://a, virtuoso.feed.addresses: unknown venue 'mtgox'",
    "feed.addresses.bybit-linear.rest, ws://a, virtuoso.feed.addresses.bybit-linear: ",
  })
  void whatCannotBeUsedIsNamedByItsKey(String key, String value, String message) {
    assertThatThrownBy(() -> plan(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aTapeThatCannotBeReadIsNamed() {
    for (Path tape : new Path[] {folder, folder.resolve("absent.tape")}) {
      assertThatThrownBy(() -> plan("feed.source", "replay", "feed.tape", tape.toString()))
          .hasMessage("virtuoso.feed.tape: " + tape + " is no file that can be read");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "most,501,at most 500 symbols",
    "most,-1,at most 500 symbols",
    "floor,-1,a turnover is 0 or more",
    "floor,Infinity,a turnover is 0 or more",
    "quote,usd t,is no currency",
    "every,9s,between two looks pass 10 s to 1 h",
    "every,61m,between two looks pass 10 s to 1 h"
  })
  void aSelectionThatCannotBeMeantRefusesTheStart(String key, String value, String why) {
    assertThatThrownBy(() -> plan("feed.selection." + key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("virtuoso.feed.selection")
        .hasMessageContaining(why);
  }
}
