package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A venue that drops all its connections again and again, at random and in every way, in market
 * time. {@code -Dvirtuoso.drops.rounds=20} is the long form.
 *
 * <p>A cure is counted from the drop itself, also where a connection only seems to live.
 */
class DroppedConnectionsTest {
  private static final Logger LOG = Logger.getLogger(DroppedConnectionsTest.class.getName());
  private static final int ROUNDS = Integer.getInteger("virtuoso.drops.rounds", 1);
  private static final int DROPS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int MOST_ATTEMPTS = 60;
  private static final int LEVELS = 25;
  static final List<String> MODES = List.of("rst", "fin", "silent");

  private static final Duration USUALLY = Duration.ofSeconds(5);
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  /** How long each took, by how the connections were dropped. */
  private final Map<String, List<Duration>> cures = new TreeMap<>();

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
    List<Duration> all = cures.values().stream().flatMap(List::stream).sorted().toList();
    LOG.info(() -> "%s: all %s; %s".formatted(venue, summary(all), summaries()));
    assertThat(all).hasSize(ROUNDS * DROPS);
    assertThat(cures.keySet()).containsExactlyInAnyOrderElementsOf(MODES);
    cures.forEach((mode, each) -> {
      List<Duration> sorted = each.stream().sorted().toList();
      assertThat(quantile(sorted, 0.95)).as(mode).isLessThanOrEqualTo(USUALLY);
      assertThat(sorted.getLast()).as(mode).isLessThanOrEqualTo(AT_MOST);
    });
  }

  private void drop(SimulatedVenue simulated, Random random) {
    int connections = simulated.sockets.attemptsMs.size();
    long beginMs = simulated.loop.millis();
    for (long atMs : random.longs(DROPS, 0, WINDOW.toMillis()).sorted().toArray()) {
      simulated.runUntil(() -> simulated.loop.millis() >= beginMs + atMs, WINDOW);
      int gaps = simulated.gaps.size();
      String mode = MODES.get(random.nextInt(MODES.size()));
      simulated.fault("{'fault':'drop','venue':'VENUE','mode':'%s'}".formatted(mode));
      Duration cure =
          simulated.runUntil(
              () -> simulated.gaps.size() >= gaps + connections && isBack(simulated),
              Duration.ofMinutes(1));
      cures.computeIfAbsent(mode, _ -> new ArrayList<>()).add(cure);
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

  private String summaries() {
    return cures.entrySet().stream()
        .map(each -> each.getKey() + ' ' + summary(each.getValue().stream().sorted().toList()))
        .collect(Collectors.joining("; "));
  }

  private static String summary(List<Duration> sorted) {
    return "%d drops, back p50 %s, p95 %s, max %s"
        .formatted(sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.getLast());
  }

  private static Duration quantile(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
