package io.virtuoso.engine.market.candle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CandlesTest {
  /** A multiple of four hours. */
  private static final long T0 = 1_700_006_400_000L;

  private static final long MINUTE = 60_000;

  private final Instrument instrument =
      new Instrument("binance-spot", "BTCUSDT", new Symbol("BTCUSDT"), 2, 3);
  private final List<String> told = new ArrayList<>();
  private final Candles candles =
      new Candles(
          instrument,
          (interval, bar) ->
              told.add(interval.code() + " " + (bar.openTimeMs() - T0) / MINUTE + " " + text(bar)));

  @Test
  void startIsAlignedToFourHours() {
    assertThat(Interval.FOUR_HOURS.openTime(T0)).isEqualTo(T0);
  }

  @Test
  void tradeOfALaterMinuteClosesTheBar() {
    join();
    trade(0, 100, 5);
    trade(30, 120, 5);
    trade(59, 90, 5);
    assertThat(told).isEmpty();

    trade(60, 95, 5);

    assertThat(told).containsExactly("1m 0 100/120/90/90 15");
  }

  @Test
  void silenceClosesTheBarASecondAfterItsEnd() {
    join();
    trade(10, 100, 5);

    candles.advance(T0 + MINUTE + 999);
    assertThat(told).isEmpty();
    trade(59, 110, 5); // a little late, and still counted
    candles.advance(T0 + MINUTE + 1_000);
    assertThat(told).containsExactly("1m 0 100/110/100/110 10");
    trade(59, 500, 5);

    assertThat(candles.counts().late()).isEqualTo(1);
    assertThat(told).hasSize(1);
    assertThat(candles.bar(Interval.ONE_MINUTE, 0).high()).isEqualTo(1.10);
  }

  @Test
  void quietMinuteIsAFlatBar() {
    join();
    trade(10, 100, 5);
    trade(130, 105, 1);

    assertThat(told).containsExactly("1m 0 100/100/100/100 5", "1m 1 100/100/100/100 0");
    Bar flat = (Bar) candles.bar(Interval.ONE_MINUTE, 1);
    assertThat(flat.trades()).isZero();
    assertThat(flat.quoteVolume()).isZero();
    assertThat(flat.isPartial()).isFalse();
  }

  @Test
  void quietMinuteWithoutAKnownPriceIsNoBar() {
    join();
    candles.advance(T0 + 3 * MINUTE);
    assertThat(told).isEmpty();

    trade(200, 100, 1);
    trade(241, 101, 1);

    assertThat(told).containsExactly("1m 3 100/100/100/100 1");
  }

  @Test
  void minutesLostToAFeedGapAreAGapAndNotFlat() {
    join();
    trade(10, 100, 5);
    candles.onFeedGap();
    trade(200, 130, 5);
    trade(241, 131, 5);

    assertThat(told).containsExactly("1m 0 100/100/100/100 5", "1m 3 130/130/130/130 5");
    BarRange range = candles.bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 10);
    assertThat(range.gaps()).containsExactly(new BarRange.Gap(T0 + MINUTE, T0 + 3 * MINUTE));
    assertThat(range.bars().stream().map(Bar::isPartial)).containsExactly(true, true, false);
    assertThat(range.bars().stream().map(Bar::isClosed)).containsExactly(true, true, false);
  }

  @Test
  void backfillAfterAGapIsToldInOrderWhileItIsNewer() {
    join();
    trade(10, 100, 5);
    candles.onFeedGap();
    trade(200, 130, 5);

    kline(Interval.ONE_MINUTE, 0, 100, 110, 99, 101, 50);
    kline(Interval.ONE_MINUTE, 1, 101, 111, 100, 102, 60);
    kline(Interval.ONE_MINUTE, 2, 102, 112, 101, 103, 70);
    trade(241, 131, 5);
    kline(Interval.ONE_MINUTE, 3, 103, 140, 103, 131, 80);
    trade(300, 132, 5);

    assertThat(told)
        .containsExactly(
            "1m 0 100/100/100/100 5",
            "1m 1 101/111/100/102 60",
            "1m 2 102/112/101/103 70",
            "1m 3 130/130/130/130 5",
            "1m 4 131/131/131/131 5",
            "5m 0 100/140/99/131 265");
    assertThat(candles.counts().corrected()).isEqualTo(2);
    assertThat(candles.bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 10).gaps()).isEmpty();
    assertThat(text(candles.bar(Interval.ONE_MINUTE, 0))).isEqualTo("100/110/99/101 50");
  }

  @Test
  void barThatTheFeedEnteredInTheMiddleIsReplacedByTheKlineThatComesInTime() {
    trade(30, 100, 5);

    kline(Interval.ONE_MINUTE, 0, 90, 110, 80, 101, 50);
    trade(61, 102, 1);
    trade(121, 103, 1);

    assertThat(told).containsExactly("1m 0 90/110/80/101 50", "1m 1 102/102/102/102 1");
    assertThat(((Bar) candles.bar(Interval.ONE_MINUTE, 0)).isPartial()).isFalse();
  }

  @Test
  void wholeBarIgnoresTheKlineAndCountsADisagreement() {
    join();
    trade(10, 100, 5);
    kline(Interval.ONE_MINUTE, 0, 90, 110, 80, 101, 50);
    trade(61, 102, 1);
    kline(Interval.ONE_MINUTE, 0, 90, 110, 80, 101, 50);

    assertThat(told).containsExactly("1m 0 100/100/100/100 5");
    assertThat(candles.counts().disagreeing()).isEqualTo(1);
    assertThat(text(candles.bar(Interval.ONE_MINUTE, 0))).isEqualTo("100/100/100/100 5");
  }

  @Test
  void unclosedKlineCompletesABarEnteredInTheMiddle() {
    trade(30, 100, 5);
    Kline stated = klineOf(Interval.ONE_MINUTE, 0, 90, 110, 80, 99, 50);
    stated.closed = false;
    candles.onKline(stated);
    trade(40, 111, 2);

    BarView open = Objects.requireNonNull(candles.open(Interval.ONE_MINUTE));
    assertThat(text(open)).isEqualTo("90/111/80/111 52");
    assertThat(told).isEmpty();
  }

  @Test
  void longerBarsCloseWithTheirLastMinuteFinestFirst() {
    join();
    for (int minute = 0; minute < 240; minute++) {
      trade(minute * 60L, 1_000 + minute, 1);
    }
    candles.advance(T0 + 240 * MINUTE + 1_000);

    assertThat(told.subList(told.size() - 4, told.size()))
        .containsExactly(
            "1m 239 1239/1239/1239/1239 1",
            "5m 235 1235/1239/1235/1239 5",
            "30m 210 1210/1239/1210/1239 30",
            "4h 0 1000/1239/1000/1239 240");
    assertThat(told).hasSize(240 + 48 + 8 + 1);
    assertThat(told).doesNotHaveDuplicates();
  }

  @Test
  void openLongerBarIsTheSumOfItsMinutes() {
    join();
    trade(0, 100, 1);
    trade(60, 120, 2);
    trade(125, 90, 4);

    assertThat(text(Objects.requireNonNull(candles.open(Interval.FIVE_MINUTES))))
        .isEqualTo("100/120/90/90 7");
    assertThat(text(Objects.requireNonNull(candles.open(Interval.FOUR_HOURS))))
        .isEqualTo("100/120/90/90 7");
    assertThat(text(Objects.requireNonNull(candles.open(Interval.ONE_MINUTE))))
        .isEqualTo("90/90/90/90 4");
  }

  @Test
  void historyIsToldAndTheBarInProgressGoesOnFromIt() {
    Kline progress = klineOf(Interval.FOUR_HOURS, 0, 100, 500, 50, 300, 10_000);
    progress.closed = false;
    kline(Interval.FOUR_HOURS, -240, 90, 95, 85, 91, 7);
    candles.onKline(progress);
    kline(Interval.ONE_MINUTE, 98, 280, 290, 270, 285, 10);
    kline(Interval.ONE_MINUTE, 99, 285, 301, 284, 300, 10);
    trade(100 * 60 + 30, 310, 1);
    trade(101 * 60, 305, 2);
    trade(102 * 60, 600, 3);

    assertThat(told.subList(0, 3))
        .containsExactly(
            "4h -240 90/95/85/91 7", "1m 98 280/290/270/285 10", "1m 99 285/301/284/300 10");
    Bar open = (Bar) Objects.requireNonNull(candles.open(Interval.FOUR_HOURS));
    assertThat(text(open)).isEqualTo("100/600/50/600 10005");
    assertThat(open.isPartial()).isTrue();
  }

  @Test
  void baseHistoryFromItsFirstMinuteIsBetterThanWhatWasStatedOfTheBarInProgress() {
    Kline progress = klineOf(Interval.FIVE_MINUTES, 0, 100, 500, 50, 300, 9_999);
    progress.closed = false;
    candles.onKline(progress);
    kline(Interval.ONE_MINUTE, 0, 100, 110, 90, 105, 10);
    kline(Interval.ONE_MINUTE, 1, 105, 115, 95, 106, 20);
    trade(125, 107, 1);
    kline(Interval.ONE_MINUTE, 2, 106, 120, 94, 108, 30);

    Bar open = (Bar) Objects.requireNonNull(candles.open(Interval.FIVE_MINUTES));
    assertThat(text(open)).isEqualTo("100/120/90/108 60");
    assertThat(open.isPartial()).isFalse();
  }

  @Test
  void baseHistoryRollsUpAndLeavesKnownLongerBarsAlone() {
    kline(Interval.FIVE_MINUTES, 0, 1, 9, 1, 5, 77);
    for (int minute = 0; minute < 30; minute++) {
      kline(Interval.ONE_MINUTE, minute, 100, 100 + minute, 100 - minute, 100, 1);
    }

    assertThat(told.stream().filter(t -> t.startsWith("5m")))
        .containsExactly(
            "5m 0 1/9/1/5 77",
            "5m 5 100/109/91/100 5",
            "5m 10 100/114/86/100 5",
            "5m 15 100/119/81/100 5",
            "5m 20 100/124/76/100 5",
            "5m 25 100/129/71/100 5");
    assertThat(told).contains("30m 0 100/129/71/100 30");
  }

  @Test
  void historyIsCountedWhenItRepeatsAndFillsSilentlyWhenItIsLate() {
    kline(Interval.ONE_MINUTE, 0, 100, 100, 100, 100, 1);
    kline(Interval.ONE_MINUTE, 2, 100, 100, 100, 100, 3);
    kline(Interval.ONE_MINUTE, 2, 100, 100, 100, 100, 3);
    kline(Interval.ONE_MINUTE, 1, 100, 100, 100, 100, 2);

    assertThat(told).containsExactly("1m 0 100/100/100/100 1", "1m 2 100/100/100/100 3");
    assertThat(candles.counts().ignored()).isEqualTo(1);
    assertThat(candles.counts().filled()).isEqualTo(1);
    assertThat(candles.bar(Interval.ONE_MINUTE, 1).volume()).isEqualTo(0.002);
  }

  @Test
  void gapFilledInsideAClosedLongerBarCorrectsItSilently() {
    for (int minute = 0; minute < 5; minute++) {
      if (minute != 2) {
        kline(Interval.ONE_MINUTE, minute, 100, 100, 100, 100, 1);
      }
    }
    assertThat(told).contains("5m 0 100/100/100/100 4");
    assertThat(((Bar) candles.bar(Interval.FIVE_MINUTES, 0)).isPartial()).isTrue();

    kline(Interval.ONE_MINUTE, 2, 100, 200, 100, 100, 1);

    assertThat(text(candles.bar(Interval.FIVE_MINUTES, 0))).isEqualTo("100/200/100/100 5");
    assertThat(((Bar) candles.bar(Interval.FIVE_MINUTES, 0)).isPartial()).isFalse();
    assertThat(told.stream().filter(t -> t.startsWith("5m"))).hasSize(1);
  }

  @Test
  void scaleMayGrowInsideABarAndBetweenBars() {
    join();
    trade(0, 100, 1); // 1.00 × 0.001
    instrument.needPriceScale(4);
    instrument.needQuantityScale(5);
    trade(30, 10_050, 250); // 1.0050 × 0.00250
    trade(60, 10_100, 100);
    candles.advance(T0 + 5 * MINUTE + 1_000);

    Bar bar = (Bar) candles.bar(Interval.ONE_MINUTE, 0);
    assertThat(bar.exactHigh()).isEqualByComparingTo("1.005");
    assertThat(bar.exactOpen()).isEqualByComparingTo("1");
    assertThat(bar.exactVolume()).isEqualByComparingTo("0.0035");
    assertThat(bar.exactQuoteVolume()).isEqualByComparingTo("0.0035125");
    Bar five = (Bar) candles.bar(Interval.FIVE_MINUTES, 0);
    assertThat(five.exactVolume()).isEqualByComparingTo("0.0045");
    assertThat(five.exactQuoteVolume()).isEqualByComparingTo("0.0045225");
  }

  @Test
  void quoteVolumeIsExactBeyondSixtyFourBits() {
    join();
    long ticks = 6_178_012_345_678L;
    candles.onTrade(T0 + 1, ticks, 4_000_000_000_000L, true);
    candles.onTrade(T0 + 2, ticks, 4_000_000_000_001L, false);

    Bar open = (Bar) Objects.requireNonNull(candles.open(Interval.ONE_MINUTE));
    assertThat(open.exactQuoteVolume())
        .isEqualByComparingTo(
            new java.math.BigDecimal(ticks)
                .multiply(new java.math.BigDecimal("8000000000001"))
                .movePointLeft(5));
    assertThat(open.exactTakerBuyVolume()).isEqualByComparingTo("4000000000");
    assertThat(open.quoteVolume()).isCloseTo(4.9424098765e20, within(1e12));
  }

  @Test
  void tradeThatDoesNotFitIsRefused() {
    join();
    candles.onTrade(T0 + 1, 1, Long.MAX_VALUE, true);
    candles.onTrade(T0 + 2, 1, 1, true);
    candles.onTrade(T0 + 3, 0, 1, true);
    candles.onTrade(T0 + 3, 1, -1, true);

    assertThat(candles.counts().refused()).isEqualTo(3);
    assertThat(Objects.requireNonNull((Bar) candles.open(Interval.ONE_MINUTE)).trades())
        .isEqualTo(1);
  }

  @Test
  void leapOfTheClockNeedsASecondWitness() {
    join();
    trade(10, 100, 1);
    long far = T0 + 400L * 86_400_000;
    candles.advance(far);
    trade(20, 101, 1);
    assertThat(candles.counts().refused()).isEqualTo(1);
    assertThat(told).isEmpty();

    candles.advance(far);
    candles.advance(far + 10);

    assertThat(told)
        .containsExactly(
            "1m 0 100/101/100/101 2",
            "5m 0 100/101/100/101 2",
            "30m 0 100/101/100/101 2",
            "4h 0 100/101/100/101 2");
  }

  @Test
  void damagedKlinesAreRefused() {
    candles.onKline(klineOf(Interval.ONE_MINUTE, 0, 100, 90, 80, 85, 1));
    candles.onKline(klineOf(Interval.ONE_MINUTE, 0, 100, 110, 105, 106, 1));
    candles.onKline(klineOf(Interval.ONE_MINUTE, 0, 100, 110, 90, 106, -1));
    candles.onKline(klineOf(Interval.FIVE_MINUTES, 1, 100, 110, 90, 106, 1));

    assertThat(candles.counts().refused()).isEqualTo(4);
    assertThat(told).isEmpty();
  }

  @Test
  void lastDayComesFromTheFiveMinuteBars() {
    for (int i = -289; i < 0; i++) {
      Kline kline = klineOf(Interval.FIVE_MINUTES, i * 5, 100, 120, 80, 100, 1_000);
      kline.quoteVolume = i % 2 == 0 ? 3.5 : Double.NaN;
      candles.onKline(kline);
    }
    kline(Interval.ONE_MINUTE, -1, 100, 120, 80, 100, 200);
    assertThat(candles.change24h()).isEqualTo(0);
    join();
    trade(10, 125, 2_000); // 1.25 × 2

    assertThat(candles.lastPrice()).isEqualTo(1.25);
    assertThat(candles.change24h()).isCloseTo(25.0, within(1e-9));
    // Bars -287 to -1: 143 with a known quote volume, 144 at 1 × (1.2 + 0.8 + 1) / 3.
    assertThat(candles.turnover24h()).isCloseTo(143 * 3.5 + 144 * 1.0 + 2.5, within(1e-9));
  }

  @Test
  void lastDayIsAbsentWhenItIsNotKnown() {
    join();
    trade(10, 125, 1);

    assertThat(candles.change24h()).isNaN();
    assertThat(candles.turnover24h()).isNaN();
  }

  @Test
  void rangesAreCutAtBothEndsAndToTheNewest() {
    join();
    for (int minute = 0; minute < 10; minute++) {
      trade(minute * 60L, 100 + minute, 1);
    }

    assertThat(opens(candles.bars(Interval.ONE_MINUTE, T0 + 2 * MINUTE, T0 + 5 * MINUTE, 10)))
        .containsExactly(2L, 3L, 4L);
    assertThat(opens(candles.bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 3)))
        .containsExactly(7L, 8L, 9L);
    assertThat(opens(candles.bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 0))).isEmpty();
  }

  @Test
  void whatIsMissingAtTheEndsOfARangeThatIsOverIsAGap() {
    join();
    trade(10, 100, 1);
    trade(70, 101, 1);
    candles.onFeedGap();
    trade(240, 102, 1);

    assertThat(gaps(-2, 2, 10)).containsExactly(gap(-2, 0));
    assertThat(gaps(-5, -1, 10)).containsExactly(gap(-5, -1));
    assertThat(gaps(0, 4, 10)).containsExactly(gap(2, 4));
    assertThat(gaps(-9, 4, 5)).containsExactly(gap(-1, 0), gap(2, 4));
    assertThat(gaps(0, 2, 10)).isEmpty();
    assertThat(gaps(-9, 2, 2)).as("the limit cuts").isEmpty();
    assertThat(gaps(-2, 5, 10)).as("the last minute is not over").containsExactly(gap(2, 4));
    assertThat(candles.bars(Interval.ONE_MINUTE, T0 - 30_000, T0 + 90_000, 10).gaps())
        .as("bounds inside of bars")
        .isEmpty();
    assertThat(candles.bars(Interval.ONE_MINUTE, T0 - 30_000, T0 + 90_000, 1).gaps())
        .as("bounds inside of bars, and the limit cuts")
        .isEmpty();
    assertThat(candles.bars(Interval.ONE_MINUTE, Long.MIN_VALUE, T0 + 3 * MINUTE, 10).gaps())
        .as("from the oldest known")
        .containsExactly(gap(2, 3));
  }

  private List<BarRange.Gap> gaps(long fromMinute, long toMinute, int limit) {
    return candles
        .bars(Interval.ONE_MINUTE, T0 + fromMinute * MINUTE, T0 + toMinute * MINUTE, limit)
        .gaps();
  }

  private static BarRange.Gap gap(long fromMinute, long toMinute) {
    return new BarRange.Gap(T0 + fromMinute * MINUTE, T0 + toMinute * MINUTE);
  }

  @Test
  void seriesAreBounded() {
    join();
    for (int minute = 0; minute < 1_600; minute++) {
      trade(minute * 60L, 100, 1);
    }

    assertThat(candles.size(Interval.ONE_MINUTE)).isEqualTo(1_000);
    assertThat(candles.size(Interval.FIVE_MINUTES)).isEqualTo(300);
    assertThat(candles.bar(Interval.ONE_MINUTE, 0).openTimeMs()).isEqualTo(T0 + 599 * MINUTE);
  }

  /** Lets the feed begin before T0, so that the minute at T0 is whole. */
  private void join() {
    candles.advance(T0 - 1);
  }

  private void trade(long second, long ticks, long lots) {
    candles.onTrade(T0 + second * 1_000, ticks, lots, true);
  }

  private void kline(Interval interval, int minute, long o, long h, long l, long c, long volume) {
    candles.onKline(klineOf(interval, minute, o, h, l, c, volume));
  }

  private Kline klineOf(
      Interval interval, int minute, long o, long h, long l, long c, long volume) {
    Kline kline = new Kline(instrument);
    kline.interval = interval;
    kline.openTimeMs = T0 + minute * MINUTE;
    kline.open = o;
    kline.high = h;
    kline.low = l;
    kline.close = c;
    kline.volume = volume;
    kline.closed = true;
    return kline;
  }

  private static List<Long> opens(BarRange range) {
    return range.bars().stream().map(bar -> (bar.openTimeMs() - T0) / MINUTE).toList();
  }

  /** Prices in ticks and volume in lots of the first scales. */
  private static String text(BarView bar) {
    return "%.0f/%.0f/%.0f/%.0f %.0f"
        .formatted(
            bar.open() * 100,
            bar.high() * 100,
            bar.low() * 100,
            bar.close() * 100,
            bar.volume() * 1_000);
  }
}
