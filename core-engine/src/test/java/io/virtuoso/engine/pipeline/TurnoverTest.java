package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.model.Interval;
import io.virtuoso.model.wire.StoredDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a pipeline makes of one connection that takes over from another. */
class TurnoverTest {
  private static final long T = Scene.START_MS;
  private static final List<String> BTC = List.of("BTCUSDT");

  private static void step(PipelineRun run, String venue, Turnover step) {
    run.market.turnover(venue, BTC, step);
  }

  /** The old connection ends somewhere behind the new one's beginning; both heard the same. */
  @Property(tries = 40)
  void aTurnoverAnywhereLeadsToTheSameMarketAsNone(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int begins,
      @ForAll @IntRange(min = 0, max = 100) int overlaps) {
    Scene scene = new Scene("BTCUSDT", 60_000, seed);
    List<String> opening = scene.opening(T);
    List<String> frames = scene.frames(T + 100, 25);
    int ends = Math.min(begins + overlaps, frames.size());

    PipelineRun whole = new PipelineRun("binance-usdm", 0);
    whole.feed(opening);
    whole.feed(frames);

    PipelineRun turned = new PipelineRun("binance-usdm", 0);
    turned.feed(opening);
    turned.feed(frames.subList(0, begins));
    step(turned, "binance-usdm", Turnover.BEGINS);
    turned.feed(frames.subList(begins, ends));
    int late = new Random(seed).nextInt(4); // the new one is behind, or ahead, of the old one
    step(turned, "binance-usdm", Turnover.REPLAYS);
    turned.feed(frames.subList(begins, Math.min(frames.size(), ends + late)));
    step(turned, "binance-usdm", Turnover.ENDS);
    turned.feed(frames.subList(Math.min(frames.size(), ends + late), frames.size()));

    assertSame(turned, whole);
    assertThat(turned.symbol("BTCUSDT").sequenced().gaps()).isZero();
    assertThat(turned.symbol("BTCUSDT").sequenced().state()).isEqualTo(SequencedBook.State.LIVE);
    assertThat(turned.asked).hasSameSizeAs(whole.asked);
    List<String> before = whole.documents.stream().map(PipelineRun::body).toList();
    assertThat(turned.documents.stream().map(PipelineRun::body).toList()).isEqualTo(before);
  }

  private static void assertSame(PipelineRun turned, PipelineRun whole) {
    assertThat(volume(turned)).isEqualByComparingTo(volume(whole));
    assertThat(turned.symbol("BTCUSDT").sequenced().sequence())
        .isEqualTo(whole.symbol("BTCUSDT").sequenced().sequence());
    assertThat(turned.symbol("BTCUSDT").book()).isEqualTo(whole.symbol("BTCUSDT").book());
  }

  private static BigDecimal volume(PipelineRun run) {
    return run
        .symbol("BTCUSDT")
        .candles()
        .bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 10)
        .bars()
        .stream()
        .map(bar -> bar.exactVolume())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void thousandsOfTradesThatComeAgainAreNoNewCount() {
    PipelineRun run = new PipelineRun("binance-usdm", 0);
    Scene scene = new Scene("BTCUSDT", 60_000, 1);
    List<String> trades = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      trades.add(scene.trade(T + i, 10_000 + i, 60_000, "1.0", false));
    }
    step(run, "binance-usdm", Turnover.BEGINS);
    run.feed(trades);
    step(run, "binance-usdm", Turnover.BEGINS);
    step(run, "binance-usdm", Turnover.REPLAYS);
    run.feed(trades);
    run.feed(scene.trade(T + 3_000, 13_000, 60_000, "1.0", false));
    step(run, "binance-usdm", Turnover.ENDS);
    assertThat(volume(run)).isEqualByComparingTo(BigDecimal.valueOf(3_001));
  }

  private static String bybitTrade(long timeMs, String id, String quantity) {
    return ("{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':%d,'data':[{'T':%d,'s':'BTCUSDT',"
            + "'S':'Buy','v':'%s','p':'60000.0','L':'PlusTick','i':'%s','BT':false}]}")
        .formatted(timeMs, timeMs, quantity, id);
  }

  private static String bybitBook(String type, long timeMs, long update, String bid, String size) {
    return ("{'topic':'orderbook.200.BTCUSDT','type':'%s','ts':%d,'cts':%d,'data':{'s':'BTCUSDT',"
            + "'b':[['%s','%s']],'a':[['60001.0','1']],'u':%d,'seq':%d}}")
        .formatted(type, timeMs, timeMs, bid, size, update, update);
  }

  /**
   * Bybit's trades have no count: equal ones at one moment are told apart by how often they came.
   */
  @Test
  void tradesWithoutNumbersAreNeitherLostNorDoubled() {
    PipelineRun run = new PipelineRun("bybit-linear", 0);
    run.feed(bybitTrade(T, "a", "1"));
    step(run, "bybit-linear", Turnover.BEGINS);
    run.feed(bybitTrade(T + 10, "b", "2"));
    run.feed(bybitTrade(T + 10, "c", "2"));
    run.feed(bybitTrade(T + 20, "d", "3"));
    step(run, "bybit-linear", Turnover.REPLAYS);
    run.feed(bybitTrade(T + 10, "b", "2"));
    run.feed(bybitTrade(T + 10, "c", "2"));
    run.feed(bybitTrade(T + 20, "d", "3"));
    run.feed(bybitTrade(T + 20, "e", "3")); // a third of its kind: new
    run.feed(bybitTrade(T + 30, "f", "4"));
    step(run, "bybit-linear", Turnover.ENDS);
    run.feed(bybitTrade(T + 30, "g", "4"));
    assertThat(volume(run)).isEqualByComparingTo(BigDecimal.valueOf(1 + 2 + 2 + 3 + 3 + 4 + 4));
  }

  @Test
  void aBookThatIsSentWholeAgainStaysWhereItIs() {
    PipelineRun run = new PipelineRun("bybit-linear", 0);
    run.feed(bybitBook("snapshot", T, 10, "60000.0", "1"));
    step(run, "bybit-linear", Turnover.BEGINS);
    run.feed(bybitBook("delta", T + 100, 11, "60000.0", "2"));
    run.feed(bybitBook("delta", T + 200, 12, "60000.0", "3"));
    step(run, "bybit-linear", Turnover.REPLAYS);
    run.feed(bybitBook("snapshot", T + 100, 11, "60000.0", "2"));
    assertThat(run.symbol("BTCUSDT").sequenced().sequence()).isEqualTo(12);
    run.feed(bybitBook("delta", T + 200, 12, "60000.0", "3"));
    run.feed(bybitBook("delta", T + 300, 13, "60000.0", "4"));
    step(run, "bybit-linear", Turnover.ENDS);
    run.feed(bybitBook("delta", T + 400, 14, "60000.0", "5"));
    SequencedBook book = run.symbol("BTCUSDT").sequenced();
    assertThat(book.state()).isEqualTo(SequencedBook.State.LIVE);
    assertThat(book.gaps()).isZero();
    assertThat(book.sequence()).isEqualTo(14);
    assertThat(Objects.requireNonNull(book.view()).bidQuantity(0)).isEqualTo(5);
  }

  @Test
  void aLossDuringATurnoverEndsIt() {
    PipelineRun run = new PipelineRun("bybit-linear", 0);
    run.feed(bybitTrade(T, "a", "1"));
    step(run, "bybit-linear", Turnover.BEGINS);
    run.feed(bybitTrade(T + 10, "b", "2"));
    run.gap("BTCUSDT");
    run.feed(bybitTrade(T + 10, "c", "2"));
    assertThat(run.documents).extracting(StoredDocument::version).isNotEmpty();
    Instrument instrument = run.symbol("BTCUSDT").instrument();
    assertThat(
            run.market.venues().stream()
                .filter(venue -> venue.instrument() == instrument)
                .map(VenueMarket::overlap))
        .containsOnlyNulls();
  }
}
