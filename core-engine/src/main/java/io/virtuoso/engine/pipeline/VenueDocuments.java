package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.venue.VenueChoice;
import io.virtuoso.engine.market.venue.VenueSeat;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.VenueView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The venues of one symbol, as its document shows them. */
final class VenueDocuments {
  private final VenueChoice choice;
  private final List<VenueMarket> venues;

  /**
   * @param venues a live list of all venues that have a seat
   */
  VenueDocuments(VenueChoice choice, List<VenueMarket> venues) {
    this.choice = choice;
    this.venues = venues;
  }

  /** Null while the preferred venue leads. */
  Confluence.@Nullable Fallback fallback(long nowMs) {
    VenueSeat preferred = choice.preferred();
    if (preferred == choice.leader()) {
      return null;
    }
    String reason = reasonOf(of(preferred), nowMs);
    return new Confluence.Fallback(
        preferred.venue(),
        Instant.ofEpochMilli(Math.max(0, choice.leadsSinceMs())),
        reason == null ? "well again, not yet for long enough" : reason);
  }

  /** In the order of preference. */
  List<VenueView> views(long nowMs) {
    double counted = 0;
    for (VenueMarket venue : venues) {
      counted += venue.seat().isCounted() ? volumeOf(venue, nowMs) : 0;
    }
    List<VenueView> views = new ArrayList<>(venues.size());
    for (VenueSeat seat : choice.seats()) {
      views.add(view(of(seat), nowMs, counted));
    }
    return views;
  }

  private VenueView view(VenueMarket venue, long nowMs, double counted) {
    VenueSeat seat = venue.seat();
    double volume = volumeOf(venue, nowMs);
    boolean leads = seat == choice.leader();
    return new VenueView(
        seat.venue(),
        leads ? "leads" : seat.isCounted() ? "counted" : "left_out",
        stateOf(venue),
        reasonOf(venue, nowMs),
        quoteOf(venue.instrument().nativeName()),
        venue.price(),
        venue.best(Side.BID),
        venue.best(Side.ASK),
        orNull(seat.offBp()),
        seat.silentMs(nowMs),
        SymbolDocuments.stateOf(venue.book()),
        volume,
        venue.bought(nowMs) - venue.sold(nowMs),
        seat.isCounted() && counted > 0 ? volume / counted : null,
        orNull(venue.openInterest()),
        orNull(venue.fundingPercent()));
  }

  private VenueMarket of(VenueSeat seat) {
    for (VenueMarket venue : venues) {
      if (venue.seat() == seat) {
        return venue;
      }
    }
    throw new IllegalStateException("a seat without a venue: " + seat.venue());
  }

  private static double volumeOf(VenueMarket venue, long nowMs) {
    return venue.bought(nowMs) + venue.sold(nowMs);
  }

  private static String stateOf(VenueMarket venue) {
    return switch (venue.seat().standing()) {
      case COUNTED -> venue.isBookLive() ? "live" : "syncing";
      case WAITING, STALLED, DISAGREES -> venue.seat().standing().name().toLowerCase(Locale.ROOT);
    };
  }

  private @Nullable String reasonOf(VenueMarket venue, long nowMs) {
    VenueSeat seat = venue.seat();
    String back =
        seat.goodMs(nowMs) == 0
            ? ""
            : ", well again for %d s".formatted(seat.goodMs(nowMs) / 1_000);
    return switch (seat.standing()) {
      case WAITING -> "nothing was heard of it yet";
      case STALLED ->
          back.isEmpty()
              ? "no event for %d s".formatted(seat.silentMs(nowMs) / 1_000)
              : "it was silent" + back;
      case DISAGREES ->
          String.format(
              Locale.ROOT,
              "its price is %.0f bp %s %s%s",
              Math.abs(seat.offBp()),
              seat.offBp() < 0 ? "below" : "above",
              choice.compared() > 2
                  ? "the median of %d venues".formatted(choice.compared())
                  : choice.leader().venue(),
              back);
      case COUNTED -> venue.isBookLive() ? null : "its book is not whole";
    };
  }

  /** All instruments that are taken are quoted in a dollar or a tether, and named so. */
  static String quoteOf(String nativeName) {
    return nativeName.endsWith("USD") ? "USD" : "USDT";
  }

  private static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
