package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to messages and requests, at every venue, in market time. */
class MessageFailuresTest {
  /** As deep as the venue proves its book. */
  private static int proven(Exchange venue) {
    return venue == Exchange.KRAKEN ? 10 : 50;
  }

  @DisplayName("E2: one stream of one symbol falls silent while all others go on")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aSilentStreamIsJoinedAgainAndThenReconnected(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.run(Duration.ofMinutes(1));
    int before = simulated.sockets.sent.size();
    simulated.fault(
        "{'fault':'stall','venue':'VENUE','symbol':'ETHUSDT','channel':'trade','seconds':60}");
    Duration noticed =
        simulated.runUntil(
            () -> simulated.sockets.sentSince(before).anyMatch(MessageFailuresTest::leavesTrades),
            Duration.ofSeconds(10));
    assertThat(simulated.gaps).as("the connection is kept at first").isEmpty();
    simulated.runUntil(
        () -> simulated.isStalled(Channel.TRADES), Duration.ofSeconds(12).minus(noticed));
    simulated.runUntil(() -> !simulated.gaps.isEmpty(), Duration.ofSeconds(10));
    simulated.run(Duration.ofMinutes(1));
    simulated.runUntil(simulated::isWhole, Duration.ofSeconds(10));
    assertThat(simulated.gaps.size()).as("and not again and again").isLessThanOrEqualTo(3);
    simulated.awaitTruth(proven(venue));
  }

  @DisplayName("E2: the time of one stream of one symbol stands still while its messages go on")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aStreamWhoseTimeStandsStillIsJoinedAgainAndThenReconnected(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.run(Duration.ofMinutes(1));
    int before = simulated.sockets.sent.size();
    simulated.fault(
        "{'fault':'freeze_time','venue':'VENUE','symbol':'ETHUSDT','channel':'trade','seconds':60}");
    simulated.runUntil(
        () -> simulated.sockets.sentSince(before).anyMatch(MessageFailuresTest::leavesTrades),
        Duration.ofSeconds(10));
    assertThat(simulated.gaps).as("the connection is kept at first").isEmpty();
    simulated.runUntil(() -> simulated.isStalled(Channel.TRADES), Duration.ofSeconds(2));
    simulated.runUntil(() -> !simulated.gaps.isEmpty(), Duration.ofSeconds(10));
    simulated.run(Duration.ofMinutes(1));
    simulated.runUntil(
        () -> simulated.isWhole() && !simulated.isStalled(Channel.TRADES), Duration.ofSeconds(10));
    assertThat(simulated.gaps.size()).as("and not again and again").isLessThanOrEqualTo(3);
    simulated.awaitTruth(proven(venue));
  }

  @DisplayName("E2: a symbol of which a message comes once a minute, beside a busy one")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void anIlliquidSymbolEndsNoConnection(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.illiquid(venue);
    simulated.start();
    simulated.run(Duration.ofSeconds(10));
    int connects = simulated.sockets.attemptsMs.size();
    simulated.run(Duration.ofMinutes(10));
    assertThat(simulated.listing("ETHUSDT").symbol().liveTrades()).as("trades").isBetween(3L, 30L);
    assertThat(simulated.gaps).isEmpty();
    assertThat(simulated.sockets.attemptsMs).hasSize(connects);
  }

  private static boolean leavesTrades(String request) {
    String lower = request.toLowerCase(Locale.ROOT);
    return lower.contains("unsubscribe") && (lower.contains("trade") || lower.contains("matches"));
  }

  @DisplayName("E2: everything of a venue falls silent")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aSilentVenueIsReconnectedWithinElevenSeconds(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.fault("{'fault':'stall','venue':'VENUE','seconds':25}");
    simulated.runUntil(() -> !simulated.gaps.isEmpty(), Duration.ofSeconds(11));
    assertThat(simulated.feed.state().counters().losses())
        .as("it answered all the time")
        .containsEntry(LossCause.UNANSWERED, 0L)
        .hasEntrySatisfying(LossCause.SILENT, silent -> assertThat(silent).isPositive());
    simulated.runUntil(
        () -> simulated.isWhole() && simulated.feed.state().state() == FeedState.LIVE,
        Duration.ofSeconds(90));
    simulated.awaitTruth(proven(venue));
  }

  @DisplayName("E3: Coinbase's books are not numbered; its trades tell that something was lost")
  @ParameterizedTest
  @EnumSource(value = Exchange.class, names = "COINBASE")
  void aLostTradeMakesTheBookSuspect(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    simulated.fault(
        "{'fault':'stall','venue':'VENUE','symbol':'ETHUSDT','channel':'trade','seconds':8}");
    simulated.runUntil(() -> simulated.sequenced("ETHUSDT").resyncs() > 0, Duration.ofSeconds(30));
    assertThat(simulated.sequenced("BTCUSDT").resyncs()).isZero();
    simulated.runUntil(simulated::isWhole, Duration.ofSeconds(5));
    simulated.awaitTruth(50);
  }

  @DisplayName("E4: a crossed book is quarantined, never served, and whole again soon")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void aCrossedBookIsQuarantined(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.whole(venue);
    for (int i = 0; i < 3; i++) {
      long crossed = simulated.sequenced("ETHUSDT").crossed();
      simulated.fault("{'fault':'crossed','venue':'VENUE','symbol':'ETHUSDT'}");
      simulated.runUntil(
          () -> simulated.sequenced("ETHUSDT").crossed() > crossed, Duration.ofSeconds(3));
      simulated.runUntil(simulated::isWhole, Duration.ofSeconds(3));
      simulated.run(Duration.ofSeconds(2));
    }
    assertThat(simulated.sequenced("BTCUSDT").crossed()).isZero();
    simulated.awaitTruth(proven(venue));
    assertThat(simulated.gaps).isEmpty();
  }

  static Stream<Arguments> bans() {
    return Arrays.stream(Exchange.values())
        .flatMap(venue -> Stream.of(0, 429, 418, 403).map(status -> Arguments.of(venue, status)));
  }

  @DisplayName("E6: requests are refused")
  @ParameterizedTest
  @MethodSource("bans")
  void whoIsRefusedAsksNothingUntilHeMay(Exchange venue, int status) {
    SimulatedVenue simulated = SimulatedVenue.of(venue);
    simulated.run(Duration.ofSeconds(1));
    String stated = status == 0 ? "" : ",'status':" + status;
    simulated.fault("{'fault':'ban','venue':'VENUE','seconds':60" + stated + "}");
    int before = simulated.rest.asked.size();
    simulated.start();
    simulated.run(Duration.ofSeconds(59));
    assertThat(simulated.rest.asked.subList(before, simulated.rest.asked.size()))
        .as("the one that was refused")
        .hasSize(1);
    assertThat(simulated.feed.state().rest())
        .isNotNull()
        .satisfies(hold -> assertThat(hold.words()).contains("until"));
    assertThat(simulated.feed.state().counters().frames()).as("sockets go on").isGreaterThan(100);
    simulated.runUntil(simulated::isWhole, Duration.ofSeconds(10));
    simulated.run(Duration.ofSeconds(30));
    assertThat(simulated.feed.state().rest()).isNull();
    assertThat(simulated.rest.asked.subList(before + 1, simulated.rest.asked.size()))
        .isNotEmpty()
        .allMatch(asked -> asked.status() == 200);
    simulated.awaitTruth(proven(venue));
  }
}
