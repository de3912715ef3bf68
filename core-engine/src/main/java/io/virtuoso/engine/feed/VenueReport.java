package io.virtuoso.engine.feed;

import io.virtuoso.engine.inbound.exchange.live.FeedStatus;
import io.virtuoso.engine.inbound.exchange.live.HostHold;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.document.VenueStatus.ExchangeClock;
import io.virtuoso.model.document.VenueStatus.Rest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what connections, requests, clocks and channels tell about each venue, and
 * remembers since when it is so. Used by one thread.
 */
public final class VenueReport {
  /** A clock farther off than this is worth a warning, ms. */
  static final double WARNING_MS = 1_000;

  /** A clock farther off than this makes everything that depends on time doubtful, ms. */
  static final double DEGRADED_MS = 5_000;

  private static final int MOST_IN_WORDS = 3;

  private record Since(String state, Instant at) {}

  private final Map<String, Since> states = new HashMap<>();

  /**
   * All venues.
   *
   * @param feeds what is in use
   * @param links how they are connected; none for a tape
   * @param channels of a venue
   * @param aheadMs our clock less a venue's, ms; NaN when not known
   */
  public List<VenueStatus> of(
      List<Feed> feeds,
      Map<String, FeedStatus> links,
      Function<String, List<ChannelStatus>> channels,
      ToDoubleFunction<String> aheadMs,
      Instant now) {
    List<VenueStatus> venues = new ArrayList<>();
    for (Feed feed : feeds) {
      FeedStatus link = links.get(feed.exchange());
      HostHold hold = link == null ? null : link.rest();
      List<ChannelStatus> carried = channels.apply(feed.exchange());
      String reason = feed.reason();
      String state = feed.state().name().toLowerCase(Locale.ROOT);
      ChannelStatus worst = worst(carried);
      if (feed.state() == FeedState.LIVE && worst != null) {
        state = worst.state();
        reason = reason(worst);
      } else if (feed.state() == FeedState.DOWN
          && link != null
          && hold != null
          && link.newestReceived() == null) {
        state = restState(hold);
      }
      venues.add(
          new VenueStatus(
              feed.exchange(),
              state,
              reason,
              since(feed.exchange(), state, now),
              feed.asOf(),
              age(feed.asOf(), now),
              rest(hold),
              clock(aheadMs.applyAsDouble(feed.exchange())),
              carried));
    }
    return venues;
  }

  /** A stalled channel before a syncing one; null when all are live. */
  private static @Nullable ChannelStatus worst(List<ChannelStatus> channels) {
    ChannelStatus worst = null;
    for (ChannelStatus channel : channels) {
      if (channel.stalled() > 0) {
        return channel;
      }
      worst = worst == null && channel.syncing() > 0 ? channel : worst;
    }
    return worst;
  }

  private static String reason(ChannelStatus channel) {
    return "%s of %d of %d symbols: %s"
        .formatted(
            channel.channel(),
            channel.stalled() + channel.syncing(),
            channel.symbols(),
            channel.notLive().stream()
                .limit(MOST_IN_WORDS)
                .map(each -> "%s %s, %s".formatted(each.symbol(), each.state(), each.reason()))
                .collect(Collectors.joining("; ")));
  }

  /** A moment that has not come was told by a clock that was wrong. */
  private Instant since(String venue, String state, Instant now) {
    Since held = states.get(venue);
    if (held == null || !held.state().equals(state) || held.at().isAfter(now)) {
      held = new Since(state, now);
      states.put(venue, held);
    }
    return held.at();
  }

  private static @Nullable Long age(@Nullable Instant asOf, Instant now) {
    return asOf == null ? null : Math.max(0, now.toEpochMilli() - asOf.toEpochMilli());
  }

  private static Rest rest(@Nullable HostHold hold) {
    return hold == null
        ? new Rest("ok", null, null)
        : new Rest(restState(hold), hold.until(), hold.reason());
  }

  private static String restState(HostHold hold) {
    return hold.banned() ? "banned" : "limited";
  }

  static @Nullable ExchangeClock clock(double aheadMs) {
    if (Double.isNaN(aheadMs)) {
      return null;
    }
    double off = Math.abs(aheadMs);
    String state = off > DEGRADED_MS ? "degraded" : off > WARNING_MS ? "warning" : "ok";
    return new ExchangeClock(Math.round(aheadMs), state);
  }

  /** What is wrong with the clocks, in plain words; one sentence for each venue. */
  public static List<String> warnings(List<VenueStatus> venues) {
    List<String> warnings = new ArrayList<>();
    for (VenueStatus venue : venues) {
      ExchangeClock clock = venue.clock();
      if (clock != null && !clock.state().equals("ok")) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "our clock is %.1f s %s that of %s",
                Math.abs(clock.offsetMs()) / 1e3,
                clock.offsetMs() > 0 ? "ahead of" : "behind",
                venue.venue()));
      }
    }
    return warnings;
  }

  /** {@code degraded} when some clock is so far off that times mean little, else {@code ok}. */
  public static String health(List<VenueStatus> venues) {
    return venues.stream()
            .anyMatch(venue -> venue.clock() != null && venue.clock().state().equals("degraded"))
        ? "degraded"
        : "ok";
  }
}
