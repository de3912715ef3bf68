package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.model.Interval;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.venue.Listing;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every venue through its own words, sockets and requests, against the truth of the simulator. */
class SimulatedVenueTest {
  private static final int BARS = 120;
  private static final int LEVELS = 50;

  @ParameterizedTest
  @EnumSource(Exchange.class)
  void booksTradesAndBarsAreTheExchanges(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.run(Duration.ofSeconds(150));
    simulated.awaitTruth(LEVELS);

    simulated.nothingWasRejected();
    FeedStatus status = simulated.feed.state();
    assertThat(status.state()).isEqualTo(FeedState.LIVE);
    assertThat(status.counters().subscriptionsRefused()).isZero();
    assertThat(status.counters().requestsFailed()).isZero();
    assertThat(status.counters().gaps()).isZero();
    assertThat(status.rest()).isNull();
    for (String symbol : SimulatedVenue.SYMBOLS) {
      assertThat(simulated.sequenced(symbol).gaps()).isZero();
      assertThat(simulated.sequenced(symbol).resyncs()).isZero();
      barsAreTheExchanges(simulated, symbol);
    }
  }

  /** The closed minutes, one after the other, those of before the start as well. */
  static void barsAreTheExchanges(SimulatedVenue simulated, String symbol) {
    Listing listing = simulated.listing(symbol);
    BarSeries truth = listing.symbol().series(BarInterval.ONE_MINUTE);
    simulated.runUntil(() -> newestIs(simulated, symbol, truth), Duration.ofSeconds(70));
    Candles candles = simulated.pipeline(symbol).candles();
    int size = candles.size(Interval.ONE_MINUTE);
    assertThat(size).isGreaterThanOrEqualTo(BARS);
    for (int age = 0; age < BARS; age++) {
      Bar wanted = truth.closed(age);
      BarView bar = candles.bar(Interval.ONE_MINUTE, size - 1 - age);
      String which = simulated.feed.state().venue() + " " + symbol + ", bar " + age;
      assertThat(bar.openTimeMs()).as(which).isEqualTo(wanted.openTime());
      isClose(which + " open", bar.open(), listing.value((double) wanted.open()));
      isClose(which + " high", bar.high(), listing.value((double) wanted.high()));
      isClose(which + " low", bar.low(), listing.value((double) wanted.low()));
      isClose(which + " close", bar.close(), listing.value((double) wanted.close()));
      isClose(
          which + " volume", bar.volume(), wanted.volume() * listing.symbol().instrument().lot());
    }
  }

  private static boolean newestIs(SimulatedVenue simulated, String symbol, BarSeries truth) {
    Candles candles = simulated.pipeline(symbol).candles();
    int size = candles.size(Interval.ONE_MINUTE);
    return size > 0
        && candles.bar(Interval.ONE_MINUTE, size - 1).openTimeMs() == truth.closed(0).openTime();
  }

  private static void isClose(String what, double actual, double wanted) {
    assertThat(actual).as(what).isCloseTo(wanted, within(Math.abs(wanted) * 1e-9 + 1e-12));
  }
}
