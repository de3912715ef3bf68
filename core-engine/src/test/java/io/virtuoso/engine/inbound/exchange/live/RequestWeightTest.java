package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.DirectRest.Asked;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.inbound.exchange.live.dialect.RateLimit;
import io.virtuoso.simulator.rest.UseMeter.Use;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a feed asks for, as the exchange counts it by its own table. {@code
 * -Dvirtuoso.weight.rounds=12} is the long form: an hour of steady use, and one after an outage.
 */
class RequestWeightTest {
  /** As many as are followed unless somebody wants another number. */
  private static final int SYMBOLS = 20;

  private static final int ROUNDS = Integer.getInteger("virtuoso.weight.rounds", 1);
  private static final double SHARE = 0.6;
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(5);

  @DisplayName("E6: at the start, for long, and after an outage: 60 % of every limit at most")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void theExchangeCountsWhatWeCountAndNeverMoreThanOurShare(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.quiet(venue, SYMBOLS, 0);
    simulated.rest.watcher = () -> countsAreEqual(simulated, venue);
    simulated.start();
    simulated.runUntil(simulated::isWhole, START);
    goOn(simulated);
    simulated.rest.watcher = () -> {}; // what is asked in vain is counted by us alone
    simulated.fault("{'fault':'down','venue':'VENUE','seconds':60}");
    goOn(simulated);

    assertThat(simulated.exchange.uses(venue.venue()))
        .isNotEmpty()
        .allSatisfy(use -> assertThat(use.peak()).isBetween(1, (int) (use.most() * SHARE)));
    assertThat(simulated.rest.asked)
        .as("refused, but for the outage")
        .extracting(Asked::status)
        .containsOnly(200, 0);
  }

  /** With what is asked now and then while a feed runs. */
  private static void goOn(SimulatedVenue simulated) {
    for (int i = 0; i < ROUNDS; i++) {
      simulated.feed.discover();
      simulated.feed.turnovers();
      simulated.run(ASKED_AGAIN);
    }
  }

  private static void countsAreEqual(SimulatedVenue simulated, Exchange venue) {
    Map<String, Long> theirs = new HashMap<>();
    for (RateLimit limit : VenueSettings.of(venue).dialect().rateLimits()) {
      theirs.put(limit.name(), 0L);
    }
    for (Use use : simulated.exchange.uses(venue.venue())) {
      theirs.merge(ourName(use.limit()), use.total(), Long::sum);
    }
    assertThat(simulated.feed.requestUnits()).isEqualTo(theirs);
  }

  /** OKX has a limit for each path; we put them together, and are the stricter for it. */
  private static String ourName(String limit) {
    if (limit.startsWith("/")) {
      return limit.contains("/rubik/") ? "statistics" : "market";
    }
    return limit;
  }

  @DisplayName("E6: a book is made whole within two seconds in the midst of a backfill")
  @ParameterizedTest
  @EnumSource(value = Exchange.class, names = "BINANCE_USDM")
  void aBookDoesNotWaitForHistory(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.quiet(venue, 8, 150);
    simulated.start();
    simulated.runUntil(simulated::isWhole, START);
    simulated.run(START);
    int before = simulated.rest.asked.size();
    simulated.feed.refill(); // of which the limit allows half in this minute
    simulated.run(Duration.ofSeconds(10));
    assertThat(simulated.rest.asked.subList(before, simulated.rest.asked.size()))
        .filteredOn(asked -> asked.target().contains("/klines"))
        .as("history that is under way and not done")
        .hasSizeBetween(4, 4 * 8 - 4);
    for (String symbol : new String[] {"BTCUSDT", "ETHUSDT"}) {
      simulated.fault("{'fault':'gap','venue':'VENUE','symbol':'%s'}".formatted(symbol));
      simulated.runUntil(() -> !simulated.isLive(symbol), Duration.ofSeconds(20));
      simulated.runUntil(() -> simulated.isLive(symbol), Duration.ofSeconds(2));
    }
    simulated.run(START);
    assertThat(simulated.exchange.uses(venue.venue()))
        .allSatisfy(use -> assertThat(use.peak()).isLessThanOrEqualTo((int) (use.most() * SHARE)));
  }
}
