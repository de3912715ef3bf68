package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;
import java.util.Map;

/** OKX's request interface, spot or swaps: paths, parameters, the envelope, the limits. */
final class OkxRest implements VenueRest {
  private static final Map<String, BarInterval> BARS =
      Map.of(
          "1m", BarInterval.ONE_MINUTE,
          "5m", BarInterval.FIVE_MINUTES,
          "30m", BarInterval.THIRTY_MINUTES,
          "4H", BarInterval.FOUR_HOURS);

  /** Requests in two seconds, by path. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "/api/v5/public/time", 10,
          "/api/v5/public/instruments", 20,
          "/api/v5/public/funding-rate-history", 10,
          "/api/v5/public/open-interest", 20,
          "/api/v5/market/tickers", 20,
          "/api/v5/market/books", 40,
          "/api/v5/market/candles", 40,
          "/api/v5/market/history-candles", 20,
          "/api/v5/rubik/stat/contracts/open-interest-history", 10,
          "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract", 5);

  private static final long WINDOW = 2_000;
  private static final int TOO_MANY = 50_011;

  private final Venue venue;
  private final boolean spot;
  private final OkxBodies bodies = new OkxBodies(new JsonText());
  private final PathLimit limits = new PathLimit(WINDOW);
  private final UseMeter meter = new UseMeter();

  OkxRest(Venue venue) {
    this.venue = venue;
    spot = venue.id() == VenueId.OKX;
  }

  @Override
  public Reply answer(Request request, long now) {
    Integer most = LIMITS.get(request.path());
    if (most == null) {
      return Reply.of(404, error(404, "Not Found"));
    }
    meter.count(request.path(), most, WINDOW, 1, now);
    if (!limits.admit(request.path(), most, now)) {
      return banned(429, now);
    }
    try {
      return Reply.of(200, envelope(route(request, now)));
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
    return Reply.of(status == 0 ? 429 : status, error(TOO_MANY, "Too Many Requests"));
  }

  private String route(Request request, long now) {
    return switch (request.path()) {
      case "/api/v5/public/time" -> "[{\"ts\":\"" + now + "\"}]";
      case "/api/v5/public/instruments" -> bodies.instruments(chosen(request, true));
      case "/api/v5/market/tickers" -> bodies.tickers(chosen(request, true));
      case "/api/v5/market/books" -> bodies.book(listing(request), size(request));
      case "/api/v5/market/candles" -> candles(request, 300);
      case "/api/v5/market/history-candles" -> candles(request, 100);
      case "/api/v5/public/open-interest" -> bodies.openInterest(chosen(swaps(request), true));
      case "/api/v5/public/funding-rate-history" -> {
        Listing listing = listing(swaps(request));
        yield bodies.fundings(listing, request);
      }
      case "/api/v5/rubik/stat/contracts/open-interest-history" ->
          bodies.openInterestHistory(listing(swaps(request)), period(request), request);
      default -> bodies.ratios(listing(swaps(request)), period(request), request);
    };
  }

  private static int size(Request request) {
    return Math.clamp(request.number("sz").orElse(1), 1, 400);
  }

  private String candles(Request request, int most) {
    Listing listing = listing(request);
    BarInterval interval = BARS.get(request.text("bar", "1m"));
    if (interval == null) {
      throw refuse("Parameter bar error");
    }
    return bodies.candles(listing, interval, request, request.limit(100, most));
  }

  private static Bars.Period period(Request request) {
    Bars.Period period = Bars.period(request.text("period", "5m"));
    if (period == null) {
      throw refuse("Parameter period error");
    }
    return period;
  }

  /** What spot has no answer to. */
  private Request swaps(Request request) {
    if (spot) {
      throw refuse("Parameter instType error");
    }
    return request;
  }

  private Listing listing(Request request) {
    Listing listing = venue.named(request.text("instId", ""));
    if (listing == null) {
      throw new Refusal(Reply.of(200, error(51_001, "Instrument ID or Spread ID doesn't exist.")));
    }
    return listing;
  }

  private List<Listing> chosen(Request request, boolean ofType) {
    if (ofType && !request.text("instType", "").equals(spot ? "SPOT" : "SWAP")) {
      throw refuse("Parameter instType error");
    }
    return request.query().containsKey("instId") ? List.of(listing(request)) : venue.listings();
  }

  private static Refusal refuse(String message) {
    return new Refusal(Reply.of(400, error(51_000, message)));
  }

  private static String envelope(String data) {
    return new JsonText()
        .object()
        .text("code", "0")
        .text("msg", "")
        .document("data", data)
        .end()
        .take();
  }

  private static String error(int code, String message) {
    return new JsonText()
        .object()
        .text("code", Integer.toString(code))
        .text("msg", message)
        .array("data")
        .close()
        .end()
        .take();
  }
}
