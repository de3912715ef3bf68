package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.model.Interval;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.venue.Day;
import io.virtuoso.simulator.venue.Listing;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every venue through its own words, sockets and requests, against the truth of the simulator. */
class SimulatedVenueTest {
  private static final int MINUTES = 700; // Kraken does not tell more
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

  @ParameterizedTest
  @EnumSource(Exchange.class)
  void theTurnoverOfWhatIsListedIsTheExchanges(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    var listings = simulated.feed.discover();
    var turnovers = simulated.feed.turnovers();
    simulated.runUntil(
        () -> listings.isComplete() && turnovers.isComplete(), Duration.ofSeconds(30));
    assertThat(turnovers.result()).hasSameSizeAs(listings.result());
    assertThat(listings.result())
        .extracting(listing -> listing.symbol().code())
        .containsAll(SimulatedVenue.SYMBOLS);
    for (var listing : listings.result()) {
      Listing truth = simulated.listing(listing.symbol().code());
      Day day = truth.today();
      double lots = day.volume() * truth.symbol().instrument().lot();
      double wanted = lots * truth.value((double) truth.average(day.turnover(), day.volume()));
      assertThat(turnovers.result().get(listing.answerName()))
          .as("%s, quote currency", listing)
          .isCloseTo(wanted, withinPercentage(5)); // some count it at the last price
    }
  }

  /** The closed bars of all intervals, one after the other, those of before the start as well. */
  static void barsAreTheExchanges(SimulatedVenue simulated, String symbol) {
    BarSeries minutes = simulated.listing(symbol).symbol().series(BarInterval.ONE_MINUTE);
    simulated.runUntil(() -> newestIs(simulated, symbol, minutes), Duration.ofSeconds(70));
    Candles candles = simulated.pipeline(symbol).candles();
    assertThat(candles.size(Interval.ONE_MINUTE)).isGreaterThanOrEqualTo(MINUTES);
    for (Interval interval : Interval.values()) {
      barsAreTheExchanges(simulated, symbol, interval);
    }
  }

  private static void barsAreTheExchanges(
      SimulatedVenue simulated, String symbol, Interval interval) {
    Listing listing = simulated.listing(symbol);
    BarSeries truth = listing.symbol().series(BarInterval.valueOf(interval.name()));
    Candles candles = simulated.pipeline(symbol).candles();
    int size = candles.size(interval);
    var known = candles.bars(interval, Long.MIN_VALUE, Long.MAX_VALUE, size + 1).bars();
    for (int age = 0; age < size; age++) {
      Bar wanted = truth.closed(age);
      var bar = known.get(size - 1 - age);
      if (age == size - 1 && bar.isPartial()) {
        break; // rolled up from minutes, of which the first ones are not known
      }
      String which =
          "%s %s, %s bar %d"
              .formatted(simulated.feed.state().venue(), symbol, interval.code(), age);
      assertThat(bar.isPartial()).as(which + " partial").isFalse();
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
