package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.engine.inbound.exchange.live.VenueConnection.Phase;
import io.virtuoso.model.document.FeedState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says in one word and one sentence how a feed is. Pure; the worst connection decides. */
final class FeedJudgement {
  private static final int FAILURES_OF_THE_UNREACHABLE = 3;

  private record Verdict(FeedState state, @Nullable String reason) {}

  private FeedJudgement() {}

  static FeedStatus of(
      String venue,
      boolean stopped,
      boolean started,
      List<VenueConnection> connections,
      @Nullable String discoveryTrouble,
      @Nullable HostHold hold,
      FeedCounters counters) {
    Verdict verdict =
        stopped
            ? new Verdict(FeedState.DOWN, "stopped")
            : started ? connected(connections) : discovering(discoveryTrouble, hold);
    long newest = connections.stream().mapToLong(VenueConnection::newestDataNanos).max().orElse(0);
    return new FeedStatus(
        venue,
        verdict.state(),
        newest == 0 ? null : Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(newest)),
        verdict.reason(),
        hold,
        counters);
  }

  private static Verdict discovering(@Nullable String trouble, @Nullable HostHold hold) {
    if (hold != null) {
      return new Verdict(FeedState.DOWN, "the exchange refuses requests, " + hold.words());
    }
    return new Verdict(
        FeedState.CONNECTING, trouble == null ? "instruments are not known yet" : trouble);
  }

  private static Verdict connected(List<VenueConnection> all) {
    if (all.isEmpty()) {
      return new Verdict(FeedState.DOWN, "no wanted symbol is traded here");
    }
    List<VenueConnection> away = all.stream().filter(each -> each.phase() != Phase.OPEN).toList();
    if (!away.isEmpty()) {
      VenueConnection worst = away.getFirst();
      // They take turns, so one that fails is enough.
      boolean unreachable =
          away.size() == all.size()
              && away.stream().anyMatch(each -> each.failures() >= FAILURES_OF_THE_UNREACHABLE);
      return new Verdict(
          unreachable ? FeedState.DOWN : FeedState.CONNECTING,
          "%d of %d connections away: %s".formatted(away.size(), all.size(), worst.trouble()));
    }
    List<VenueConnection> quiet =
        all.stream().filter(each -> each.silentMs() >= each.quietMs()).toList();
    if (!quiet.isEmpty()) {
      long seconds = TimeUnit.MILLISECONDS.toSeconds(quiet.getFirst().silentMs());
      return new Verdict(
          FeedState.STALLED,
          "no data for %d s on %d of %d connections".formatted(seconds, quiet.size(), all.size()));
    }
    long waiting = all.stream().filter(each -> !each.delivered()).count();
    return waiting > 0
        ? new Verdict(
            FeedState.CONNECTING,
            "%d of %d connections await their first data".formatted(waiting, all.size()))
        : new Verdict(FeedState.LIVE, null);
  }
}
