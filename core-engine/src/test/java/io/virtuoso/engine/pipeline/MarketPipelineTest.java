package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MarketPipelineTest {
  private static final long T = Scene.START_MS;
  private static final DocumentKey BTC = DocumentKey.confluence(new Symbol("BTCUSDT"));
  private static final DocumentKey BTC_BOOK = DocumentKey.book(new Symbol("BTCUSDT"));
  private static final DocumentKey ETH = DocumentKey.confluence(new Symbol("ETHUSDT"));

  private final Scene btc = new Scene("BTCUSDT", 60_000, 1);
  private final Scene eth = new Scene("ETHUSDT", 3_000, 2);
  private final PipelineRun run = new PipelineRun("binance-usdm", 2);

  private static List<Long> versions(List<StoredDocument> documents) {
    return documents.stream().map(StoredDocument::version).toList();
  }

  private static JsonNode dimension(JsonNode confluence, String name) {
    for (JsonNode dimension : confluence.get("dimensions")) {
      if (dimension.get("name").asText().equals(name)) {
        return dimension;
      }
    }
    throw new AssertionError("no dimension " + name);
  }

  private static List<String> missing(JsonNode data) {
    return data.get("missing").findValuesAsText("field");
  }

  @Test
  void documentsChangeOncePerBoundaryOfEventTimeAndAreNumberedByIt() {
    for (long ms : new long[] {0, 100, 249, 250, 260, 499, 1_200, 1_249, 1_100, 1_251}) {
      run.feed(btc.trade(T + ms, 1_000 + ms, 60_000, "1", false));
    }
    assertThat(versions(run.of(BTC)))
        .containsExactly(T * 1_000, (T + 250) * 1_000, (T + 1_000) * 1_000, (T + 1_250) * 1_000);
    assertThat(run.of(BTC))
        .extracting(StoredDocument::asOfMs)
        .containsExactly(T, T + 250, T + 1_200, T + 1_251);
    assertThat(versions(run.of(BTC_BOOK))).isEqualTo(versions(run.of(BTC)));
    assertThat(versions(run.of(DocumentKey.MARKET_SYMBOLS))).isEqualTo(versions(run.of(BTC)));
  }

  @Test
  void marketWideDocumentsFoldWhatEverySymbolHasSoFar() {
    run.feed(btc.trade(T, 1, 60_000, "1", false));
    assertThat(run.data(DocumentKey.MARKET_SYMBOLS).get("rows")).hasSize(1);
    assertThat(run.data(DocumentKey.MARKET_SYMBOLS).get("coverage").asDouble()).isEqualTo(0.5);

    run.feed(eth.trade(T + 10, 1, 3_000, "2", true));
    assertThat(run.of(ETH)).hasSize(1);
    assertThat(run.of(DocumentKey.MARKET_SYMBOLS)).as("the same boundary").hasSize(1);

    run.feed(eth.trade(T + 300, 2, 3_001, "2", true));
    JsonNode rows = run.data(DocumentKey.MARKET_SYMBOLS).get("rows");
    assertThat(rows.findValuesAsText("symbol")).containsExactly("BTCUSDT", "ETHUSDT");
    assertThat(rows.findValuesAsText("price")).containsExactly("60000", "3001");
    assertThat(run.data(DocumentKey.MARKET_OVERVIEW).get("coverage").asDouble()).isEqualTo(1);
    assertThat(run.data(DocumentKey.DASHBOARD_OVERVIEW).get("rows")).isEqualTo(rows);
    assertThat(run.of(DocumentKey.DASHBOARD_OVERVIEW).getLast().version())
        .isEqualTo((T + 250) * 1_000);
  }

  @Test
  void aSymbolThatLagsNeverTakesTheMarketBack() {
    run.feed(btc.trade(T + 5_000, 1, 60_000, "1", false));
    run.feed(eth.trade(T, 1, 3_000, "2", true));
    run.feed(eth.trade(T + 900, 2, 3_000, "2", true));
    assertThat(run.of(ETH)).hasSize(2);
    assertThat(versions(run.of(DocumentKey.MARKET_OVERVIEW))).containsExactly((T + 5_000) * 1_000);
  }

  @Test
  void whatIsNotUnderstoodChangesNothing() {
    List<String> frames = new ArrayList<>(btc.opening(T));
    frames.addAll(btc.frames(T + 100, 20));
    PipelineRun clean = PipelineRun.of(frames);
    PipelineRun dirty = new PipelineRun("binance-usdm", 0);
    int i = 0;
    for (String frame : frames) {
      assertThat(dirty.feed(frame.substring(0, frame.length() / 2))).isEqualTo(Outcome.REJECTED);
      assertThat(dirty.feed("{'e':'weather','s':'BTCUSDT','E':" + (T + 50_000) + "}"))
          .isEqualTo(Outcome.IGNORED);
      assertThat(dirty.feed("{'result':null,'id':" + i++ + "}")).isEqualTo(Outcome.IGNORED);
      assertThat(dirty.feed(frame.replace("BTCUSDT", "btc?"))).isNotEqualTo(Outcome.EVENTS);
      dirty.feed(frame);
    }
    assertThat(dirty.bodies()).isEqualTo(clean.bodies());
    assertThat(dirty.market.counters().rejected()).isEqualTo(frames.size());
    assertThat(dirty.market.counters().frames()).isEqualTo(5L * frames.size());
  }

  @Test
  void aVenueIsNamedAtEachLookAsLongAsOneOfItsSymbolsIsSilent() {
    run.feed(btc.trade(T, 1, 60_000, "1", false));
    run.feed(eth.trade(T, 1, 3_000, "2", true));
    run.market.look(0);
    run.market.look(ChannelWatch.LEAST_MS);
    assertThat(run.silent).isEmpty();

    run.feed(eth.trade(T + 8_000, 2, 3_000, "2", true));
    run.market.look(ChannelWatch.LEAST_MS + 1_000);
    run.market.look(ChannelWatch.LEAST_MS + 2_000);
    assertThat(run.silent).containsExactly("binance-usdm", "binance-usdm");

    run.feed(btc.trade(T + 10_500, 2, 60_000, "1", false));
    run.market.look(ChannelWatch.LEAST_MS + 3_000);
    assertThat(run.silent).hasSize(2);
  }

  @Test
  void aLostFeedEmptiesTrustInItsBookUntilTheNextSnapshot() {
    run.feed(btc.opening(T));
    run.feed(btc.frames(T + 100, 70));
    run.feed(eth.opening(T));
    run.feed(eth.frames(T + 100, 70));
    assertThat(run.data(BTC_BOOK).get("state").asText()).isEqualTo("live");
    assertThat(dimension(run.data(BTC), "orderbook").get("bias").isNumber()).isTrue();

    run.gap("BTCUSDT");
    run.feed(btc.frames(T + 70_100, 1));
    run.feed(eth.frames(T + 70_100, 1));
    JsonNode book = run.data(BTC_BOOK);
    assertThat(book.get("state").asText()).isEqualTo("syncing");
    assertThat(book.get("bids")).isEmpty();
    assertThat(book.get("ask_levels").asInt()).isZero();
    assertThat(dimension(run.data(BTC), "orderbook").get("bias").isNull()).isTrue();
    assertThat(missing(run.data(BTC))).contains("dimensions.orderbook");
    assertThat(run.asked).extracting(Object::toString).contains("binance-usdm:BTCUSDT");
    assertThat(dimension(run.data(ETH), "orderbook").get("bias").isNumber()).isTrue();
    assertThat(run.symbol("ETHUSDT").sequenced().state()).isEqualTo(SequencedBook.State.LIVE);

    run.feed(btc.opening(T + 71_200));
    run.feed(btc.frames(T + 71_300, 1));
    assertThat(run.data(BTC_BOOK).get("state").asText()).isEqualTo("live");
    assertThat(run.symbol("BTCUSDT").sequenced().resyncs()).isEqualTo(1);
    assertThat(run.symbol("ETHUSDT").sequenced().resyncs()).isZero();
  }

  @Test
  void aTradeThatComesTwiceIsCountedOnce() {
    String trade = btc.trade(T + 10, 7, 60_000, "1.5", false);
    run.feed(trade);
    run.feed(trade);
    run.feed(btc.trade(T + 20, 8, 60_001, "2", true));
    run.feed(trade);
    assertThat(
            run.symbol("BTCUSDT")
                .candles()
                .bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 10)
                .bars()
                .getLast()
                .exactVolume())
        .isEqualByComparingTo(new BigDecimal("3.5"));
  }

  @Test
  void noPriceBeforeTheFirstTrade() {
    run.feed(btc.opening(T));
    JsonNode before = run.data(BTC);
    assertThat(before.get("price").isNull()).isTrue();
    assertThat(before.get("score").isNull()).isTrue();
    assertThat(missing(before)).contains("price", "score", "change_24h");
    assertThat(run.data(DocumentKey.MARKET_SYMBOLS).at("/rows/0/price").isNull()).isTrue();

    run.feed(btc.trade(T + 400, 1, 60_000.5, "1", false));
    assertThat(run.data(BTC).get("price").asText()).isEqualTo("60000.5");
    assertThat(missing(run.data(BTC))).doesNotContain("price");
  }

  @Test
  void oneDamagedStampDoesNotSilenceASymbol() {
    run.feed(btc.opening(T));
    run.feed(btc.frames(T + 100, 2));
    int before = run.of(BTC).size();
    run.feed(btc.trade(9_790_000_000_000L, 900_000, 60_000, "1", false));
    assertThat(run.of(BTC)).hasSize(before);
    run.feed(btc.frames(T + 2_100, 2));
    assertThat(run.of(BTC)).hasSizeGreaterThan(before + 5);
    assertThat(run.symbol("BTCUSDT").eventTimeMs()).isLessThan(T + 4_200);
  }

  @Test
  void lateHistoryComesToTheSameScoreAsEarlyHistory() {
    long joined = T + 100_000; // in the first minute of a five-minute bar, which stays open
    List<String> history = btc.history(joined);
    List<String> opening = btc.opening(joined);
    List<String> frames = btc.frames(joined + 100, 195);
    int late = frames.size() * 3 / 4;

    PipelineRun early = new PipelineRun("binance-usdm", 0);
    early.feed(opening.get(0));
    early.feed(history);
    early.feed(opening.get(1));
    early.feed(frames);

    PipelineRun behind = new PipelineRun("binance-usdm", 0);
    behind.feed(opening);
    behind.feed(frames.subList(0, late));
    assertThat(behind.data(BTC).get("score").isNull()).as("no history yet").isTrue();
    behind.feed(history);
    behind.feed(frames.subList(late, frames.size()));

    assertThat(behind.symbol("BTCUSDT").candles().counts().filled()).isPositive();
    for (Interval interval : Interval.values()) {
      List<String> differing = bars(behind, interval);
      differing.removeAll(bars(early, interval));
      assertThat(differing).as(interval.code()).isEmpty();
    }
    JsonNode expected = early.data(BTC);
    JsonNode actual = behind.data(BTC);
    assertThat(expected.get("score").isNumber()).as(expected.toPrettyString()).isTrue();
    assertThat(actual.get("dimensions")).isEqualTo(expected.get("dimensions"));
    assertThat(actual.get("score")).isEqualTo(expected.get("score"));
    assertThat(actual.get("change_24h")).isEqualTo(expected.get("change_24h"));
  }

  private static List<String> bars(PipelineRun of, Interval interval) {
    return of
        .symbol("BTCUSDT")
        .candles()
        .bars(interval, Long.MIN_VALUE, Long.MAX_VALUE, 1_000)
        .bars()
        .stream()
        .map(bar ->
            "%d %s %s %s %s %s %b"
                .formatted(
                    bar.openTimeMs(),
                    bar.exactOpen(),
                    bar.exactHigh(),
                    bar.exactLow(),
                    bar.exactClose(),
                    bar.exactVolume(),
                    bar.isPartial()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void whatComesLaterChangesNothingBefore() {
    List<String> frames = new ArrayList<>(btc.opening(T));
    frames.addAll(btc.history(T));
    frames.addAll(btc.frames(T + 100, 40));
    List<String> whole = PipelineRun.of(frames).bodies();
    for (int until : new int[] {1, 7, frames.size() / 3, frames.size() / 2, frames.size() - 1}) {
      List<String> prefix = PipelineRun.of(frames.subList(0, until)).bodies();
      assertThat(whole.subList(0, prefix.size())).isEqualTo(prefix);
    }
    assertThat(whole).hasSizeGreaterThan(500);
  }

  @Test
  void symbolsDoNotMixWhateverTheOrderInWhichTheyCome() {
    List<String> first = new ArrayList<>(btc.opening(T));
    first.addAll(btc.history(T));
    first.addAll(btc.frames(T + 100, 30));
    List<String> second = new ArrayList<>(eth.opening(T + 37));
    second.addAll(eth.history(T));
    second.addAll(eth.frames(T + 137, 30));
    PipelineRun both = new PipelineRun("binance-usdm", 0);
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        both.feed(first.get(i));
      }
      if (i < second.size()) {
        both.feed(second.get(i));
      }
    }
    assertThat(both.of(BTC).stream().map(PipelineRun::body))
        .isEqualTo(PipelineRun.of(first).of(BTC).stream().map(PipelineRun::body).toList());
    assertThat(both.of(ETH).stream().map(PipelineRun::body))
        .isEqualTo(PipelineRun.of(second).of(ETH).stream().map(PipelineRun::body).toList());
    assertThat(both.of(ETH)).hasSizeGreaterThan(100);
  }

  @Test
  void contributionsAddUpToTheScore() {
    run.feed(btc.opening(T));
    run.feed(btc.history(T));
    run.feed(btc.frames(T + 100, 60));
    int scored = 0;
    for (StoredDocument document : run.of(BTC)) {
      JsonNode data = PipelineRun.json(document).get("data");
      if (data.get("score").isNumber()) {
        scored++;
        double sum = 0;
        for (JsonNode dimension : data.get("dimensions")) {
          sum += dimension.get("contribution").asDouble(0);
        }
        assertThat(Math.abs(sum - (data.get("score").asDouble() - 50))).isLessThan(1e-9);
      }
    }
    assertThat(scored).isGreaterThan(100);
  }

  @Test
  void whatIsAskedForBetweenBoundariesHasAVersionOfItsOwn() {
    run.feed(btc.trade(T + 10, 1, 60_000, "1", false));
    long first = run.symbol("BTCUSDT").momentaryVersion();
    run.feed(btc.trade(T + 10, 2, 60_000, "1", false));
    long second = run.symbol("BTCUSDT").momentaryVersion();
    run.feed(btc.trade(T + 11, 3, 60_000, "1", false));
    long third = run.symbol("BTCUSDT").momentaryVersion();
    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    assertThat(third).isGreaterThanOrEqualTo((T + 11) * 1_000);
    for (int i = 0; i < 2_000; i++) {
      run.feed(btc.trade(T + 11, 4 + i, 60_000, "1", false));
    }
    assertThat(run.symbol("BTCUSDT").momentaryVersion()).isLessThan((T + 12) * 1_000);
  }

  @Test
  void aDepartedSymbolLeavesNothingAndComesBackNew() {
    run.feed(btc.trade(T, 1, 60_000, "1", false));
    run.feed(eth.trade(T + 10, 1, 3_000, "2", true));
    run.market.expect(1);
    assertThat(run.market.forget(List.of(run.symbol("ETHUSDT").instrument())))
        .containsExactly(new Symbol("ETHUSDT"));
    assertThat(run.market.symbols()).containsOnlyKeys(new Symbol("BTCUSDT"));

    run.feed(btc.trade(T + 300, 2, 60_000, "1", false));
    JsonNode table = run.data(DocumentKey.MARKET_SYMBOLS);
    assertThat(table.get("rows").findValuesAsText("symbol")).containsExactly("BTCUSDT");
    assertThat(table.get("coverage").asDouble()).isEqualTo(1);
    run.gap("ETHUSDT");
    assertThat(run.market.symbols()).hasSize(1);

    run.feed(eth.trade(T + 600, 9, 3_100, "2", true));
    assertThat(run.data(ETH).get("price").asText()).isEqualTo("3100");
    assertThat(run.market.forget(List.of())).isEmpty();
  }
}
