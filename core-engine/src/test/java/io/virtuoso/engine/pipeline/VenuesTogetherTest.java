package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One symbol on two and three venues, all of which speak the words of Binance's futures. */
class VenuesTogetherTest implements MarketPipeline.Surroundings {
  private static final String FIRST = "binance-usdm-1";
  private static final String SECOND = "binance-usdm-2";
  private static final String THIRD = "binance-usdm-3";
  private static final Symbol SYMBOL = new Symbol("BTCUSDT");
  private static final DocumentKey BTC = DocumentKey.confluence(SYMBOL);
  private static final long T = Scene.START_MS;

  private final Map<String, FrameDecoder> decoders = new HashMap<>();
  private final Map<String, Scene> scenes = new HashMap<>();
  private final Map<DocumentKey, StoredDocument> newest = new HashMap<>();
  private final List<Long> versions = new ArrayList<>();
  private final MarketPipeline market =
      new MarketPipeline(this, new DocumentWriter(Source.SIMULATED), this::keep, () -> 0, 0);
  private long nowMs = T;

  private void keep(StoredDocument document) {
    newest.put(document.key(), document);
    if (document.key().equals(BTC)) {
      versions.add(document.version());
    }
  }

  private void feed(String venue, String frame) {
    byte[] text = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    FrameDecoder decoder =
        decoders.computeIfAbsent(
            venue, name -> FrameDecoders.of("binance-usdm", InstrumentTable.open(name)));
    assertThat(market.frame(decoder, text, 0, text.length)).isEqualTo(FrameDecoder.Outcome.EVENTS);
  }

  private void open(String venue, double price, int seed) {
    Scene scene = new Scene("BTCUSDT", price, seed);
    scenes.put(venue, scene);
    scene.opening(nowMs).forEach(frame -> feed(venue, frame));
    scene.history(nowMs).forEach(frame -> feed(venue, frame));
  }

  /** Lets venues speak for a while, a tenth of a second at a time. */
  private void pass(int seconds, String... venues) {
    for (int i = 0; i < seconds; i++) {
      Map<String, List<String>> frames = new HashMap<>();
      for (String venue : venues) {
        frames.put(venue, scene(venue).frames(nowMs + 100, 1));
      }
      int longest = frames.values().stream().mapToInt(List::size).max().orElse(0);
      for (int frame = 0; frame < longest; frame++) {
        for (String venue : venues) {
          List<String> own = frames.getOrDefault(venue, List.of());
          if (frame < own.size()) {
            feed(venue, own.get(frame));
          }
        }
      }
      nowMs += 1_000;
    }
  }

  private Scene scene(String venue) {
    return Objects.requireNonNull(scenes.get(venue));
  }

  private JsonNode data(DocumentKey key) {
    return PipelineRun.json(Objects.requireNonNull(newest.get(key))).get("data");
  }

  private JsonNode venue(String name) {
    return StreamSupport.stream(data(BTC).get("venues").spliterator(), false)
        .filter(venue -> venue.get("venue").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private double turnover() {
    for (JsonNode dimension : data(BTC).get("dimensions")) {
      for (JsonNode factor : dimension.get("factors")) {
        if (factor.get("name").asText().equals("cvd")) {
          return factor.at("/inputs/1/value").asDouble();
        }
      }
    }
    throw new AssertionError("no cvd");
  }

  @BeforeEach
  void twoVenues() {
    open(SECOND, 60_000, 2);
    open(FIRST, 60_000, 1);
    pass(3, SECOND, FIRST);
  }

  @Test
  void theFirstInTheOrderLeadsAndTheFlowIsSummed() {
    JsonNode data = data(BTC);
    assertThat(data.get("venue").asText()).isEqualTo(FIRST);
    assertThat(data.get("fallback").isNull()).isTrue();
    assertThat(data(DocumentKey.book(SYMBOL)).get("venue").asText()).isEqualTo(FIRST);
    assertThat(data(DocumentKey.MARKET_SYMBOLS).at("/rows/0/venue").asText()).isEqualTo(FIRST);
    assertThat(data.get("price")).isEqualTo(venue(FIRST).get("price"));
    assertThat(venue(FIRST).get("role").asText()).isEqualTo("leads");
    assertThat(venue(SECOND).get("role").asText()).isEqualTo("counted");
    double volume = venue(FIRST).get("volume").asDouble() + venue(SECOND).get("volume").asDouble();
    // but for the few trades before the second venue was judged for the first time
    assertThat(turnover()).isCloseTo(volume * 60_000, within(volume * 60_000 * 0.05));
    assertThat(venue(FIRST).get("flow_share").asDouble()).isBetween(0.2, 0.8);
    assertThat(
            venue(FIRST).get("flow_share").asDouble() + venue(SECOND).get("flow_share").asDouble())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aStalledLeaderIsNamedAndTheNextOneLeadsUntilItHasProvenItself() {
    pass(11, SECOND);
    JsonNode data = data(BTC);
    assertThat(data.get("venue").asText()).isEqualTo(SECOND);
    assertThat(data.at("/fallback/preferred").asText()).isEqualTo(FIRST);
    assertThat(data.at("/fallback/reason").asText()).isEqualTo("no event for 10 s");
    assertThat(venue(FIRST).get("role").asText()).isEqualTo("left_out");
    assertThat(venue(FIRST).get("state").asText()).isEqualTo("stalled");
    assertThat(venue(FIRST).get("flow_share").isNull()).isTrue();
    assertThat(data(DocumentKey.book(SYMBOL)).get("venue").asText()).isEqualTo(SECOND);
    assertThat(data(DocumentKey.book(SYMBOL)).get("state").asText()).isEqualTo("live");
    assertThat(data.at("/dimensions/4/name").asText()).isEqualTo("technical");
    assertThat(data.at("/dimensions/4/bias").isNumber())
        .as("candles came with the new leader")
        .isTrue();

    double before = turnover();
    double volume = venue(SECOND).get("volume").asDouble();
    pass(2, FIRST, SECOND);
    double added = (venue(SECOND).get("volume").asDouble() - volume) * 60_000;
    assertThat(turnover() - before)
        .as("who is left out does not count")
        .isCloseTo(added, within(added * 0.01));

    pass(9, FIRST, SECOND);
    assertThat(venue(FIRST).get("role").asText()).isEqualTo("counted");
    assertThat(data(BTC).get("venue").asText()).isEqualTo(SECOND);
    assertThat(data(BTC).at("/fallback/reason").asText()).contains("not yet for long enough");
    pass(61, FIRST, SECOND);
    assertThat(data(BTC).get("venue").asText()).isEqualTo(FIRST);
    assertThat(data(BTC).get("fallback").isNull()).isTrue();
    assertThat(versions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theMajorityOverrulesALeaderWithAnotherPrice() {
    open(THIRD, 60_000, 3);
    pass(3, FIRST, SECOND, THIRD);
    assertThat(data(BTC).get("venue").asText()).isEqualTo(FIRST);
    Scene mad = scene(FIRST);
    feed(
        FIRST,
        mad.depth(
            nowMs, 1_000_000, 1_000_001, 999_999, "", "")); // a gap: its last trade speaks for it
    for (int i = 0; i < 12; i++) {
      feed(FIRST, mad.trade(nowMs + i * 100L, 900_000 + i, 61_200, "0.1", false));
    }
    pass(2, SECOND, THIRD);
    assertThat(venue(FIRST).get("state").asText()).isEqualTo("disagrees");
    assertThat(venue(FIRST).get("off_bp").asDouble()).isBetween(190.0, 210.0);
    assertThat(venue(FIRST).get("reason").asText())
        .matches("its price is \\d+ bp above the median of 3 venues");
    assertThat(data(BTC).get("venue").asText()).isEqualTo(SECOND);
    assertThat(data(BTC).get("price").decimalValue().doubleValue()).isLessThan(60_100);
  }

  @Test
  void anotherVenuesClockDoesNotDateTheLeadersEvents() {
    long ahead = 60_000;
    for (int i = 0; i < 50; i++) {
      feed(SECOND, scene(SECOND).trade(nowMs + ahead + i, 500_000 + i, 60_000, "0.1", true));
      feed(FIRST, scene(FIRST).trade(nowMs + i, 500_000 + i, 60_000, "0.1", true));
    }
    assertThat(Objects.requireNonNull(market.symbols().get(SYMBOL)).eventTimeMs())
        .isLessThan(nowMs + 100);
  }

  @Override
  public VenueRule venueRule() {
    return new VenueRule(List.of(FIRST, SECOND, THIRD), 100);
  }

  private Instrument instrumentAt(String venue) {
    return market.venues().stream()
        .map(VenueMarket::instrument)
        .filter(instrument -> instrument.venue().equals(venue))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aVenueThatCarriesTheSymbolNoMoreHandsTheLeadOnAndIsNotNamed() {
    assertThat(market.forget(List.of(instrumentAt(FIRST)))).isEmpty();
    pass(2, SECOND);
    JsonNode data = data(BTC);
    assertThat(data.get("venue").asText()).isEqualTo(SECOND);
    assertThat(data.get("fallback").isNull()).isTrue();
    assertThat(data.get("venues").findValuesAsText("venue")).doesNotContain(FIRST);
    assertThat(data(DocumentKey.book(SYMBOL)).get("venue").asText()).isEqualTo(SECOND);
    assertThat(market.forget(List.of(instrumentAt(SECOND)))).containsExactly(SYMBOL);
    assertThat(market.symbols()).isEmpty();
  }
}
