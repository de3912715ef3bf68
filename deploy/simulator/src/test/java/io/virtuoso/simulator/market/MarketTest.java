package io.virtuoso.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarketTest {
  private static final long START = 1_750_000_012_345L;

  private static Market market(long seed, int symbols, double rate) {
    return new Market(seed, Instruments.first(symbols), START, rate);
  }

  @Test
  void theSameSeedGivesTheSameMarketAndAnotherSeedAnother() {
    assertThat(tape(7)).isEqualTo(tape(7)).isNotEqualTo(tape(8)).hasSizeGreaterThan(500);
  }

  private static List<String> tape(long seed) {
    Market market = market(seed, 5, 1);
    Recorder recorder = new Recorder();
    run(market, recorder, 2_000);
    return recorder.story;
  }

  @Test
  void theBookIsDeepAndNeverCrossed() {
    Market market = market(3, 20, 2);
    for (int step = 0; step < 3_000; step++) {
      market.step(new Recorder());
      for (SymbolMarket symbol : market.symbols()) {
        OrderBook book = symbol.book();
        assertThat(book.bestBid()).isPositive().isLessThan(book.bestAsk());
        assertThat(book.bids().size()).isBetween(200, 450);
        assertThat(book.asks().size()).isBetween(200, 450);
      }
    }
  }

  @Test
  void spreadsStayPlausible() {
    Market market = market(4, 20, 1);
    Map<String, Double> spreads = new HashMap<>();
    int steps = 5_000;
    for (int step = 0; step < steps; step++) {
      market.step(new Recorder());
      for (SymbolMarket symbol : market.symbols()) {
        OrderBook book = symbol.book();
        spreads.merge(
            symbol.instrument().symbol(),
            (book.bestAsk() - book.bestBid()) / book.mid() / steps,
            Double::sum);
      }
    }
    assertThat(spreads.values()).allSatisfy(spread -> assertThat(spread).isBetween(1e-6, 6e-4));
  }

  /** What a trade prints is missing from the resting side at that price, at once. */
  @Test
  void tradesConsumeTheBook() {
    Market market = market(5, 3, 3);
    Shadow[] shadows = market.symbols().stream().map(Shadow::new).toArray(Shadow[]::new);
    Recorder recorder =
        new Recorder() {
          @Override
          public void trade(SymbolMarket symbol, long id, long price, long quantity, boolean buy) {
            super.trade(symbol, id, price, quantity, buy);
            Shadow shadow = shadows[symbol.index()];
            assertThat(shadow.lastWasBid).isEqualTo(!buy);
            assertThat(shadow.lastPrice).isEqualTo(price);
            assertThat(shadow.lastTaken).isEqualTo(quantity);
          }
        };
    run(market, recorder, 2_000);
    assertThat(recorder.trades).isGreaterThan(500);
  }

  @Test
  void closedCandlesAreTheFoldOfTheTrades() {
    Market market = market(6, 4, 1);
    Map<String, long[]> folded = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int[] compared = {0};
    Recorder recorder =
        new Recorder() {
          @Override
          public void trade(SymbolMarket symbol, long id, long price, long quantity, boolean buy) {
            long minute = BarInterval.ONE_MINUTE.open(market.now());
            long[] bar =
                folded.computeIfAbsent(
                    symbol.instrument().symbol() + minute,
                    _ -> new long[] {price, price, price, price, 0, 0, 0});
            bar[1] = Math.max(bar[1], price);
            bar[2] = Math.min(bar[2], price);
            bar[3] = price;
            bar[4] += quantity;
            bar[5]++;
            bar[6] += buy ? quantity : 0;
          }

          @Override
          public void closed(SymbolMarket symbol, BarInterval interval, Bar bar) {
            long[] mine = folded.get(symbol.instrument().symbol() + bar.openTime());
            if (interval != BarInterval.ONE_MINUTE || bar.openTime() < START || mine == null) {
              return;
            }
            compared[0]++;
            long[] theirs = {
              bar.open(),
              bar.high(),
              bar.low(),
              bar.close(),
              bar.volume(),
              bar.trades(),
              bar.buyVolume()
            };
            if (!List.of(box(mine)).equals(List.of(box(theirs)))) {
              wrong.add(bar.toString());
            }
          }
        };
    run(market, recorder, 4 * 60 * Market.STEPS_PER_SECOND);
    assertThat(wrong).isEmpty();
    assertThat(compared[0]).isGreaterThanOrEqualTo(8);
  }

  private static Long[] box(long[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
  }

  @Test
  void longerCandlesAreTheFoldOfMinutes() {
    Market market = market(6, 2, 1);
    run(market, new Recorder(), 6 * 60 * Market.STEPS_PER_SECOND);
    for (SymbolMarket symbol : market.symbols()) {
      Bar five = symbol.series(BarInterval.FIVE_MINUTES).closed(0);
      BarSeries minutes = symbol.series(BarInterval.ONE_MINUTE);
      long volume = 0;
      long trades = 0;
      long high = 0;
      long low = Long.MAX_VALUE;
      for (int age = 0; age < minutes.size(); age++) {
        Bar minute = minutes.closed(age);
        if (minute.openTime() >= five.openTime() && minute.openTime() < five.openTime() + 300_000) {
          volume += minute.volume();
          trades += minute.trades();
          high = Math.max(high, minute.high());
          low = Math.min(low, minute.low());
        }
      }
      assertThat(List.of(five.volume(), five.trades(), five.high(), five.low()))
          .containsExactly(volume, trades, high, low);
    }
  }

  @Test
  void historyIsLongGaplessAndEndsWhereLiveTradingBegins() {
    Market market = market(9, 20, 1);
    for (SymbolMarket symbol : market.symbols()) {
      for (BarInterval interval : BarInterval.values()) {
        BarSeries series = symbol.series(interval);
        assertThat(series.size())
            .isGreaterThanOrEqualTo(interval == BarInterval.ONE_MINUTE ? 1_500 : 300);
        assertThat(series.current().openTime()).isEqualTo(interval.open(START));
        for (int age = 0; age < series.size(); age++) {
          Bar bar = series.closed(age);
          Bar next = age == 0 ? series.current() : series.closed(age - 1);
          assertThat(next.openTime() - bar.openTime()).isEqualTo(interval.millis());
          assertThat(bar.high()).isGreaterThanOrEqualTo(Math.max(bar.open(), bar.close()));
          assertThat(bar.low()).isLessThanOrEqualTo(Math.min(bar.open(), bar.close()));
          assertThat(bar.volume()).isPositive();
          assertThat(next.open()).isEqualTo(bar.close());
        }
      }
      double jump = Math.abs(symbol.book().mid() - symbol.last()) / symbol.last();
      assertThat(jump).as(symbol.instrument().symbol()).isLessThan(2e-3);
    }
  }

  @Test
  void liveVolumeIsLikeTheHistorysVolume() {
    Market market = market(10, 20, 1);
    run(market, new Recorder(), 11 * 60 * Market.STEPS_PER_SECOND);
    double ratio = 0;
    for (SymbolMarket symbol : market.symbols()) {
      BarSeries minutes = symbol.series(BarInterval.ONE_MINUTE);
      double live = 0;
      double past = 0;
      for (int age = 0; age < 10; age++) {
        live += minutes.closed(age).volume() / 10.0;
      }
      for (int age = 20; age < 1_400; age++) {
        past += minutes.closed(age).volume() / 1_380.0;
      }
      ratio += live / past / market.symbols().size();
    }
    assertThat(ratio).isBetween(0.5, 2.0);
  }

  @Test
  void symbolsFollowBitcoinAndVolatilityClusters() {
    // Ninety minutes of live trading, of which the price every ten seconds.
    Market market = market(11, 6, 0.3);
    int samples = 540;
    double[][] prices = new double[market.symbols().size()][samples + 1];
    Recorder recorder = new Recorder();
    for (int sample = 0; sample <= samples; sample++) {
      for (SymbolMarket symbol : market.symbols()) {
        prices[symbol.index()][sample] = Math.log(symbol.book().mid());
      }
      run(market, recorder, 10 * Market.STEPS_PER_SECOND);
    }
    double[][] returns = new double[prices.length][];
    for (int i = 0; i < prices.length; i++) {
      returns[i] = differences(prices[i]);
    }
    int followers = 0;
    double clustering = 0;
    for (double[] each : returns) {
      followers += correlation(each, returns[0], 0) > 0.3 ? 1 : 0;
      double[] sizes = java.util.Arrays.stream(each).map(Math::abs).toArray();
      clustering += correlation(sizes, sizes, 1) / returns.length;
    }
    assertThat(followers).isGreaterThanOrEqualTo(5);
    assertThat(clustering).isGreaterThan(0.05);
  }

  @Test
  void historyHasTheSameCharacter() {
    Market market = market(12, 20, 1);
    double[] bitcoin = closes(market.symbols().getFirst());
    int followers = 0;
    int clustered = 0;
    for (SymbolMarket symbol : market.symbols()) {
      double[] returns = closes(symbol);
      double[] sizes = java.util.Arrays.stream(returns).map(Math::abs).toArray();
      followers += correlation(returns, bitcoin, 0) > 0.3 ? 1 : 0;
      clustered += correlation(sizes, sizes, 1) > 0.05 ? 1 : 0;
    }
    assertThat(followers).isGreaterThanOrEqualTo(16);
    assertThat(clustered).isGreaterThanOrEqualTo(16);
  }

  @Test
  void flowIsPersistentAndPressesBothTapeAndBook() {
    Market market = market(13, 5, 1);
    double agreement = 0;
    int seconds = 600;
    double[][] flows = new double[5][seconds];
    double[][] tape = new double[5][seconds];
    Recorder recorder = new Recorder();
    for (int second = 0; second < seconds; second++) {
      recorder.signed = new double[5];
      run(market, recorder, Market.STEPS_PER_SECOND);
      for (SymbolMarket symbol : market.symbols()) {
        flows[symbol.index()][second] = symbol.flow();
        tape[symbol.index()][second] = recorder.signed[symbol.index()];
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat(correlation(flows[i], flows[i], 5)).isGreaterThan(0.5);
      agreement += correlation(flows[i], tape[i], 0) / 5;
    }
    assertThat(agreement).isGreaterThan(0.1);
  }

  @Test
  void liquidationsHappenNowAndThen() {
    Market market = market(14, 20, 0.5);
    Recorder recorder = new Recorder();
    run(market, recorder, 10 * 60 * Market.STEPS_PER_SECOND);
    assertThat(recorder.liquidations).isBetween(5, 2_000);
  }

  private static double[] closes(SymbolMarket symbol) {
    BarSeries minutes = symbol.series(BarInterval.ONE_MINUTE);
    double[] logs = new double[1_500];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log((double) minutes.closed(logs.length - 1 - i).close());
    }
    return differences(logs);
  }

  private static double[] differences(double[] values) {
    double[] result = new double[values.length - 1];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i + 1] - values[i];
    }
    return result;
  }

  private static double correlation(double[] one, double[] other, int lag) {
    int count = one.length - lag;
    double meanOne = 0;
    double meanOther = 0;
    for (int i = 0; i < count; i++) {
      meanOne += one[i] / count;
      meanOther += other[i + lag] / count;
    }
    double product = 0;
    double squareOne = 0;
    double squareOther = 0;
    for (int i = 0; i < count; i++) {
      product += (one[i] - meanOne) * (other[i + lag] - meanOther);
      squareOne += (one[i] - meanOne) * (one[i] - meanOne);
      squareOther += (other[i + lag] - meanOther) * (other[i + lag] - meanOther);
    }
    return product / Math.sqrt(squareOne * squareOther);
  }

  private static void run(Market market, MarketListener listener, int steps) {
    for (int step = 0; step < steps; step++) {
      market.step(listener);
    }
  }

  /** Remembers the quantities so as to see what each change took away. */
  private static final class Shadow {
    private final Map<Long, Long> bids = new HashMap<>();
    private final Map<Long, Long> asks = new HashMap<>();
    private boolean lastWasBid;
    private long lastPrice;
    private long lastTaken;

    Shadow(SymbolMarket symbol) {
      OrderBook book = symbol.book();
      for (int level = 0; level < book.bids().size(); level++) {
        bids.put(book.bids().price(level), book.bids().quantity(level));
      }
      for (int level = 0; level < book.asks().size(); level++) {
        asks.put(book.asks().price(level), book.asks().quantity(level));
      }
      book.tell((bid, price) -> {
        long now = book.side(bid).quantityAt(price);
        Long before = (bid ? bids : asks).put(price, now);
        lastWasBid = bid;
        lastPrice = price;
        lastTaken = (before == null ? 0 : before) - now;
      });
    }
  }

  private static class Recorder implements MarketListener {
    final List<String> story = new ArrayList<>();
    double[] signed = new double[20];
    int trades;
    int liquidations;

    @Override
    public void trade(SymbolMarket symbol, long id, long price, long quantity, boolean buy) {
      trades++;
      signed[symbol.index()] += buy ? 1 : -1;
      if (story.size() < 10_000) {
        story.add(
            symbol.instrument().symbol() + " " + id + " " + price + " " + quantity + " " + buy);
      }
    }

    @Override
    public void quote(SymbolMarket symbol) {
      if (story.size() < 10_000) {
        OrderBook book = symbol.book();
        story.add(symbol.instrument().symbol() + " " + book.bestBid() + "/" + book.bestAsk());
      }
    }

    @Override
    public void liquidation(
        SymbolMarket symbol,
        boolean longClosed,
        long limitPrice,
        double averagePrice,
        long quantity) {
      liquidations++;
      assertThat(quantity).isPositive();
      assertThat(averagePrice).isPositive();
    }

    @Override
    public void closed(SymbolMarket symbol, BarInterval interval, Bar bar) {
      assertThat(bar.openTime() % interval.millis()).isZero();
    }
  }
}
