package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.document.VenueStatus.SymbolState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VenueReportTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final ChannelStatus LIVE =
      new ChannelStatus("trades", "live", 20, 0, 0, NOW, 300, List.of(), 0);
  private static final ChannelStatus STALLED =
      new ChannelStatus(
          "trades",
          "stalled",
          20,
          1,
          0,
          NOW,
          34_000,
          List.of(
              new SymbolState(
                  new Symbol("ETHUSDT"),
                  "stalled",
                  "silent for 34 s",
                  NOW.minusSeconds(34),
                  34_000L)),
          0);
  private static final ChannelStatus SYNCING =
      new ChannelStatus(
          "book",
          "syncing",
          20,
          0,
          1,
          NOW,
          200,
          List.of(
              new SymbolState(
                  new Symbol("BTCUSDT"), "syncing", "a message is missing", null, null)),
          0);

  private final VenueReport report = new VenueReport();

  private VenueStatus look(
      FeedState state, Instant now, double aheadMs, ChannelStatus... channels) {
    String reason = state == FeedState.LIVE ? null : "its reason";
    return report
        .of(
            List.of(new Feed("bybit-linear", state, NOW, reason)),
            Map.of(),
            _ -> List.of(channels),
            _ -> aheadMs,
            now)
        .getFirst();
  }

  @Test
  void aVenueIsAsGoodAsItsWorstChannel() {
    VenueStatus live = look(FeedState.LIVE, NOW.plusMillis(250), 30, LIVE);
    assertThat(live.state()).isEqualTo("live");
    assertThat(live.reason()).isNull();
    assertThat(live.ageMs()).isEqualTo(250);
    assertThat(live.rest()).isEqualTo(new VenueStatus.Rest("ok", null, null));

    VenueStatus syncing = look(FeedState.LIVE, NOW, 30, LIVE, SYNCING);
    assertThat(syncing.state()).isEqualTo("syncing");
    assertThat(syncing.reason())
        .isEqualTo("book of 1 of 20 symbols: BTCUSDT syncing, a message is missing");

    VenueStatus stalled = look(FeedState.LIVE, NOW, 30, SYNCING, STALLED);
    assertThat(stalled.state()).isEqualTo("stalled");
    assertThat(stalled.reason())
        .isEqualTo("trades of 1 of 20 symbols: ETHUSDT stalled, silent for 34 s");

    VenueStatus away = look(FeedState.CONNECTING, NOW, 30, STALLED);
    assertThat(away.state()).isEqualTo("connecting");
    assertThat(away.reason()).isEqualTo("its reason");
  }

  @Test
  void aStateKeepsItsBeginning() {
    look(FeedState.LIVE, NOW, 30, LIVE);
    assertThat(look(FeedState.LIVE, NOW.plusSeconds(9), 30, LIVE).since()).isEqualTo(NOW);
    Instant changed = NOW.plusSeconds(10);
    assertThat(look(FeedState.LIVE, changed, 30, STALLED).since()).isEqualTo(changed);
    assertThat(look(FeedState.LIVE, changed.plusSeconds(5), 30, STALLED).since())
        .isEqualTo(changed);
  }

  @Test
  void anAgeIsNeverNegative() {
    assertThat(look(FeedState.LIVE, NOW.minusSeconds(120), -120_000, LIVE).ageMs()).isZero();
  }

  @Test
  void aClockThatIsOffIsNamed() {
    List<VenueStatus> off = List.of(look(FeedState.LIVE, NOW, 120_030, LIVE));
    assertThat(VenueReport.health(off)).isEqualTo("degraded");
    assertThat(VenueReport.warnings(off))
        .containsExactly("our clock is 120.0 s ahead of that of bybit-linear");
    List<VenueStatus> little = List.of(look(FeedState.LIVE, NOW, -2_400, LIVE));
    assertThat(VenueReport.health(little)).isEqualTo("ok");
    assertThat(VenueReport.warnings(little))
        .containsExactly("our clock is 2.4 s behind that of bybit-linear");
    assertThat(VenueReport.warnings(List.of(look(FeedState.LIVE, NOW, 80, LIVE)))).isEmpty();
  }

  @Test
  void aStateDoesNotBeginInAMomentThatHasNotCome() {
    Instant wrong = NOW.plusSeconds(120);
    assertThat(look(FeedState.LIVE, wrong, 30, LIVE).since()).isEqualTo(wrong);
    assertThat(look(FeedState.LIVE, NOW, 30, LIVE).since()).as("set right").isEqualTo(NOW);
    assertThat(look(FeedState.LIVE, NOW.plusSeconds(1), 30, LIVE).since()).isEqualTo(NOW);
  }
}
