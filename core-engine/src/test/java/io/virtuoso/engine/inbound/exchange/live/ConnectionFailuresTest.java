package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to connections, at every venue, in market time. */
class ConnectionFailuresTest {
  private static final int LEVELS = 25;
  private static final List<Duration> STEPS = List.of(Duration.ofHours(1), Duration.ofMinutes(-2));

  @DisplayName("E7: the exchange is gone for five minutes")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void anOutageLeavesNoHoleInTheBars(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.fault("{'fault':'down','venue':'VENUE','seconds':300}");
    simulated.run(Duration.ofSeconds(299));
    assertThat(simulated.feed.state().state()).isNotEqualTo(FeedState.LIVE);
    assertThat(simulated.feed.state().reason()).isNotBlank();
    assertThat(simulated.isWhole()).isFalse();
    simulated.run(Duration.ofSeconds(1));
    simulated.runUntil(simulated::isWhole, Duration.ofSeconds(15));
    simulated.run(Duration.ofSeconds(70)); // the cut minute is corrected when it has closed
    assertLiveAndTrue(simulated);
    DroppedConnectionsTest.assertBudgetKept(simulated.sockets.attemptsMs);
  }

  @DisplayName("E8: our clock is wrong")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aWrongClockOfOursMovesNoBarAndEndsNoConnection(Exchange venue) {
    for (Duration skew : List.of(Duration.ofMinutes(2), Duration.ofHours(-1))) {
      SimulatedVenue simulated = SimulatedVenue.of(venue, skew).whole();
      simulated.run(Duration.ofMinutes(1));
      assertThat(simulated.feed.state().counters().gaps()).isZero();
      assertLiveAndTrue(simulated);
    }
  }

  @DisplayName("E8: our clock is set, and connections are lost afterwards")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aClockThatIsSetChangesNothingThatIsDoneAndNoBar(Exchange venue) {
    SimulatedVenue untouched = SimulatedVenue.whole(venue);
    SimulatedVenue set = SimulatedVenue.whole(venue);
    for (int i = 0; i < STEPS.size(); i++) {
      set.loop.setWallClock(STEPS.get(i));
      String mode = DroppedConnectionsTest.MODES.get(i);
      for (SimulatedVenue each : List.of(untouched, set)) {
        int gaps = each.gaps.size();
        each.fault("{'fault':'drop','venue':'VENUE','mode':'" + mode + "'}");
        each.runUntil(() -> each.gaps.size() > gaps, Duration.ofSeconds(11));
        each.runUntil(each::isWhole, Duration.ofSeconds(40));
        each.run(Duration.ofSeconds(70)); // the cut minute is corrected when it has closed
        assertLiveAndTrue(each);
      }
    }
    assertThat(set.rest.asked).as("requests").isEqualTo(untouched.rest.asked);
    assertThat(set.sockets.attemptsMs).as("connects").isEqualTo(untouched.sockets.attemptsMs);
    assertThat(set.sockets.sent).as("messages").isEqualTo(untouched.sockets.sent);
  }

  @DisplayName("E9: our event loop gets no turn for a while")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aStarvedLoopTakesItsOwnDelayForNoSilenceOfTheExchange(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    for (long starvedMs : new long[] {400, 900, 1_300, 2_000, 2_600, 3_300, 5_000, 15_000}) {
      for (long breathMs : new long[] {100, 500, 1_200}) {
        simulated.run(Duration.ofMillis(breathMs));
        simulated.starve(Duration.ofMillis(starvedMs));
      }
      simulated.run(Duration.ofSeconds(5));
    }
    assertThat(simulated.gaps).isEmpty();
    assertThat(simulated.feed.state().counters().gaps()).isZero();
    simulated.awaitTruth(LEVELS);
    for (String symbol : SimulatedVenue.SYMBOLS) {
      assertThat(simulated.sequenced(symbol).gaps()).isZero();
    }
    simulated.nothingWasRejected();
  }

  private static void assertLiveAndTrue(SimulatedVenue simulated) {
    assertThat(simulated.feed.state().state()).isEqualTo(FeedState.LIVE);
    simulated.awaitTruth(LEVELS);
    for (String symbol : SimulatedVenue.SYMBOLS) {
      SimulatedVenueTest.barsAreTheExchanges(simulated, symbol);
    }
  }
}
