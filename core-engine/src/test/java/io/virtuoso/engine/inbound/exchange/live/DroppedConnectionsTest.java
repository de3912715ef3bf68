package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A venue that drops all its connections again and again, at random and in every way, in market
 * time. {@code -Dvirtuoso.drops.rounds=20} is the long form.
 *
 * <p>What is reset or closed is noticed at once. A connection that only seems to live is noticed by
 * its silence; its cure is counted from there.
 */
class DroppedConnectionsTest {
  private static final Logger LOG = Logger.getLogger(DroppedConnectionsTest.class.getName());
  private static final int ROUNDS = Integer.getInteger("virtuoso.drops.rounds", 1);
  private static final int DROPS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MOST_ATTEMPTS = 60;
  private static final int LEVELS = 25;
  static final List<String> MODES = List.of("rst", "fin", "silent");

  /** Eight times the usual bound, as a connection that was silent often is suffered. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(81);

  private final List<Duration> noticed = new ArrayList<>();
  private final List<Duration> cures = new ArrayList<>();

  @DisplayName("E1: twenty drops at random in five minutes, and every book is back within seconds")
  @ParameterizedTest
  @EnumSource(Exchange.class)
  void everyLostConnectionComesBackSubscribedAndItsBooksWithIt(Exchange venue) {
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedVenue simulated = SimulatedVenue.whole(venue);
      drop(simulated, new Random(round));
      simulated.awaitTruth(LEVELS);
      simulated.nothingWasRejected();
      assertBudgetKept(simulated.sockets.attemptsMs);
    }
    Collections.sort(cures);
    LOG.info(() ->
        "%s: %d drops, noticed within %s; back p50 %s, p95 %s, max %s"
            .formatted(
                venue,
                cures.size(),
                Collections.max(noticed),
                quantile(0.5),
                quantile(0.95),
                cures.getLast()));
    assertThat(cures).hasSize(ROUNDS * DROPS);
    assertThat(quantile(0.95)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(cures.getLast()).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  private void drop(SimulatedVenue simulated, Random random) {
    int connections = simulated.sockets.attemptsMs.size();
    long beginMs = simulated.loop.millis();
    for (long atMs : random.longs(DROPS, 0, WINDOW.toMillis()).sorted().toArray()) {
      simulated.runUntil(() -> simulated.loop.millis() >= beginMs + atMs, WINDOW);
      int gaps = simulated.gaps.size();
      String mode = MODES.get(random.nextInt(MODES.size()));
      simulated.fault("{'fault':'drop','venue':'VENUE','mode':'%s'}".formatted(mode));
      Duration unnoticed =
          simulated.runUntil(() -> simulated.gaps.size() >= gaps + connections, LONGEST_SILENCE);
      if (!mode.equals("silent")) {
        assertThat(unnoticed).isZero();
      }
      noticed.add(unnoticed);
      cures.add(simulated.runUntil(() -> isBack(simulated), Duration.ofMinutes(1)));
    }
  }

  private static boolean isBack(SimulatedVenue simulated) {
    return simulated.isWhole() && simulated.feed.state().state() == FeedState.LIVE;
  }

  static void assertBudgetKept(List<Long> attemptsMs) {
    for (long from : attemptsMs) {
      assertThat(attemptsMs)
          .filteredOn(each -> each >= from && each < from + WINDOW.toMillis())
          .hasSizeLessThanOrEqualTo(MOST_ATTEMPTS);
    }
  }

  private Duration quantile(double share) {
    return cures.get((int) Math.ceil(share * cures.size()) - 1);
  }
}
