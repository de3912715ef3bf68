package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;
import java.util.Set;

/**
 * Bybit's request interface, spot or linear perpetuals: paths, parameters, the envelope, the limit.
 */
final class BybitRest implements VenueRest {
  private static final int REQUESTS = 600;
  private static final long WINDOW = 5_000;
  private static final int LOCKED_OUT_SECONDS = 600;
  private static final Set<String> OF_PERPETUALS =
      Set.of("/v5/market/open-interest", "/v5/market/account-ratio", "/v5/market/funding/history");

  private final Venue venue;
  private final boolean spot;
  private final BybitBodies bodies;
  private final UseMeter meter = new UseMeter();
  private long windowStart;
  private int used;
  private long lockedUntil;

  BybitRest(Venue venue) {
    this.venue = venue;
    spot = venue.id() == VenueId.BYBIT_SPOT;
    bodies = new BybitBodies(venue, new JsonText());
  }

  @Override
  public Reply answer(Request request, long now) {
    meter.count("requests", REQUESTS, WINDOW, 1, now);
    long start = now - Math.floorMod(now, WINDOW);
    if (start != windowStart) {
      windowStart = start;
      used = 0;
    }
    used++;
    if (used > REQUESTS && now >= lockedUntil) {
      lockedUntil = now + LOCKED_OUT_SECONDS * 1_000L;
    }
    if (now < lockedUntil) {
      return banned(0, lockedUntil)
          .with("Retry-After", Long.toString((lockedUntil - now + 999) / 1_000));
    }
    try {
      return Reply.of(200, envelope(0, "OK", route(request, now), now))
          .with("X-Bapi-Limit", Integer.toString(REQUESTS))
          .with("X-Bapi-Limit-Status", Integer.toString(REQUESTS - used));
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  @Override
  public UseMeter meter() {
    return meter;
  }

  @Override
  public Reply banned(int status, long until) {
    return Reply.of(status == 0 ? 403 : status, "403, access too frequent");
  }

  private String route(Request request, long now) {
    if (request.path().equals("/v5/market/time")) {
      return "{\"timeSecond\":\"" + now / 1_000 + "\",\"timeNano\":\"" + now + "000000\"}";
    }
    if (!request.text("category", "linear").equals(bodies.category())) {
      throw refuse("Illegal category", now);
    }
    if (spot && OF_PERPETUALS.contains(request.path())) {
      throw refuse("params error: Category is invalid", now);
    }
    return switch (request.path()) {
      case "/v5/market/instruments-info" -> bodies.instruments(chosen(request, now));
      case "/v5/market/tickers" -> bodies.tickers(chosen(request, now));
      case "/v5/market/orderbook" ->
          bodies.book(listing(request, now), request.limit(spot ? 1 : 25, 1_000));
      case "/v5/market/kline" -> kline(request, now);
      case "/v5/market/open-interest" ->
          bodies.openInterest(listing(request, now), period(request, "intervalTime", now), request);
      case "/v5/market/account-ratio" ->
          bodies.accountRatio(listing(request, now), period(request, "period", now), request);
      case "/v5/market/funding/history" -> {
        if (request.number("startTime").isPresent() && request.number("endTime").isEmpty()) {
          throw refuse("startTime without endTime", now);
        }
        yield bodies.fundings(listing(request, now), request);
      }
      default -> throw new Refusal(Reply.of(404, ""));
    };
  }

  private String kline(Request request, long now) {
    Listing listing = listing(request, now);
    BarInterval interval = BarInterval.ofMinutes(request.text("interval", ""));
    if (interval == null) {
      throw refuse("Invalid interval", now);
    }
    return bodies.klines(
        listing,
        Bars.between(
            listing.symbol().series(interval),
            request.number("start"),
            request.number("end"),
            request.limit(200, 1_000)));
  }

  private static Bars.Period period(Request request, String parameter, long now) {
    Bars.Period period = Bars.period(request.text(parameter, ""));
    if (period == null) {
      throw refuse("Invalid " + parameter, now);
    }
    return period;
  }

  private Listing listing(Request request, long now) {
    Listing listing = venue.listing(request.text("symbol", ""));
    if (listing == null) {
      throw refuse("params error: Symbol Is Invalid", now);
    }
    return listing;
  }

  private List<Listing> chosen(Request request, long now) {
    return request.query().containsKey("symbol")
        ? List.of(listing(request, now))
        : venue.listings();
  }

  private static Refusal refuse(String message, long now) {
    return new Refusal(Reply.of(200, envelope(10_001, message, "{}", now)));
  }

  private static String envelope(int code, String message, String result, long now) {
    return new JsonText()
        .object()
        .number("retCode", code)
        .text("retMsg", message)
        .document("result", result)
        .object("retExtInfo")
        .end()
        .number("time", now)
        .end()
        .take();
  }
}
