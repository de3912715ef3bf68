package io.virtuoso.simulator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Binance's request interface, spot and USD-M: paths, parameters, weights. */
final class BinanceRest implements VenueRest {
  private static final long MINUTE = 60_000;
  private static final long FIVE_MINUTES = 300_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, BarInterval> INTERVALS =
      Map.of(
          "1m", BarInterval.ONE_MINUTE,
          "5m", BarInterval.FIVE_MINUTES,
          "30m", BarInterval.THIRTY_MINUTES,
          "4h", BarInterval.FOUR_HOURS);

  private final Venue venue;
  private final boolean spot;
  private final WeightLimit weights;
  private final WeightLimit statistics = new WeightLimit(1_000, FIVE_MINUTES);
  private final WeightLimit fundings = new WeightLimit(500, FIVE_MINUTES);
  private final UseMeter meter = new UseMeter();
  private final BinanceBodies bodies;
  private final BinanceStatistics positions;

  BinanceRest(Venue venue, int weightLimit) {
    this.venue = venue;
    spot = venue.id() == VenueId.BINANCE_SPOT;
    weights = new WeightLimit(weightLimit, MINUTE);
    JsonText out = new JsonText();
    bodies = new BinanceBodies(venue, weightLimit, out);
    positions = new BinanceStatistics(out);
  }

  @Override
  public Reply answer(Request request, long now) {
    WeightLimit.Verdict verdict = charge(request, now);
    boolean weighed = limitOf(request) == weights;
    Reply reply =
        switch (verdict.status()) {
          case 429 ->
              error(
                  429,
                  -1003,
                  "Too many requests; current limit is "
                      + weights.limit()
                      + " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.");
          case 418 ->
              error(
                  418,
                  -1003,
                  "Way too much request weight used; IP banned until "
                      + (now + verdict.retryAfter() * 1_000L)
                      + ". Please use WebSocket Streams for live updates to avoid bans.");
          default -> route(request, now);
        };
    if (verdict.retryAfter() > 0) {
      reply = reply.with("Retry-After", Integer.toString(verdict.retryAfter()));
    }
    return weighed ? reply.with("X-MBX-USED-WEIGHT-1M", Integer.toString(verdict.used())) : reply;
  }

  /** Statistics and fundings have limits of their own. */
  private WeightLimit limitOf(Request request) {
    if (request.path().startsWith("/futures/data/")) {
      return statistics;
    }
    return request.path().equals("/fapi/v1/fundingRate") ? fundings : weights;
  }

  private WeightLimit.Verdict charge(Request request, long now) {
    WeightLimit limit = limitOf(request);
    if (limit == weights) {
      int weight = weight(request);
      meter.count("weight", limit.limit(), MINUTE, weight, now);
      return limit.charge(weight, now);
    }
    String name = limit == statistics ? "statistics" : "funding";
    meter.count(name, limit.limit(), FIVE_MINUTES, 1, now);
    return limit.charge(1, now);
  }

  @Override
  public UseMeter meter() {
    return meter;
  }

  @Override
  public Reply banned(int status, long until) {
    return error(
        status == 0 ? 418 : status,
        -1003,
        "Way too much request weight used; IP banned until " + until + ".");
  }

  private Reply route(Request request, long now) {
    try {
      String body = spot ? spot(request, now) : perpetual(request, now);
      return Reply.of(200, body);
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  private String spot(Request request, long now) {
    return switch (request.path()) {
      case "/api/v3/ping" -> "{}";
      case "/api/v3/time" -> "{\"serverTime\":" + now + "}";
      case "/api/v3/exchangeInfo" -> bodies.exchangeInfo(chosen(request), now);
      case "/api/v3/depth" -> bodies.depth(listing(request), request.limit(100, 5_000));
      case "/api/v3/klines" -> klines(request, 1_000);
      case "/api/v3/ticker/24hr" ->
          request.query().containsKey("symbol")
              ? bodies.day(listing(request))
              : bodies.days(chosen(request));
      default -> throw new Refusal(error(404, -1, "no such path: " + plain(request.path())));
    };
  }

  private String perpetual(Request request, long now) {
    return switch (request.path()) {
      case "/fapi/v1/ping" -> "{}";
      case "/fapi/v1/time" -> "{\"serverTime\":" + now + "}";
      case "/fapi/v1/exchangeInfo" -> bodies.exchangeInfo(venue.listings(), now);
      case "/fapi/v1/depth" -> bodies.depth(listing(request), depthLimit(request));
      case "/fapi/v1/klines" -> klines(request, 1_500);
      case "/fapi/v1/ticker/24hr" ->
          request.query().containsKey("symbol")
              ? bodies.day(listing(request))
              : bodies.days(venue.listings());
      case "/fapi/v1/openInterest" -> positions.openInterest(listing(request));
      case "/fapi/v1/premiumIndex" ->
          request.query().containsKey("symbol")
              ? positions.premium(listing(request))
              : positions.premiums(venue.listings());
      case "/fapi/v1/fundingRate" -> positions.fundings(chosen(request), request);
      case "/futures/data/openInterestHist" ->
          positions.openInterestHistory(listing(request), period(request), request);
      case "/futures/data/globalLongShortAccountRatio" ->
          positions.longShort(listing(request), period(request), request);
      default -> throw new Refusal(error(404, -1, "no such path: " + plain(request.path())));
    };
  }

  private String klines(Request request, int most) {
    Listing listing = listing(request);
    BarInterval interval = INTERVALS.get(request.text("interval", ""));
    if (interval == null) {
      throw new Refusal(error(400, -1120, "Invalid interval."));
    }
    return bodies.klines(
        listing,
        interval,
        Bars.between(
            listing.symbol().series(interval),
            request.number("startTime"),
            request.number("endTime"),
            request.limit(500, most)));
  }

  private static int depthLimit(Request request) {
    long limit = request.number("limit").orElse(500);
    if (!List.of(5L, 10L, 20L, 50L, 100L, 500L, 1_000L).contains(limit)) {
      throw new Refusal(error(400, -4021, limit + " is not valid depth limit."));
    }
    return (int) limit;
  }

  private static Bars.Period period(Request request) {
    Bars.Period period = Bars.period(request.text("period", ""));
    if (period == null) {
      throw new Refusal(error(400, -1130, "parameter 'period' is invalid."));
    }
    return period;
  }

  private Listing listing(Request request) {
    String symbol = request.text("symbol");
    if (symbol == null) {
      throw new Refusal(
          error(
              400,
              -1102,
              "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."));
    }
    return listing(symbol);
  }

  private Listing listing(String symbol) {
    Listing listing = venue.listing(symbol);
    if (listing == null) {
      throw new Refusal(error(400, -1121, "Invalid symbol."));
    }
    return listing;
  }

  /** The symbols asked for by {@code symbol} or {@code symbols}, all if none. */
  private List<Listing> chosen(Request request) {
    String one = request.text("symbol");
    if (one != null) {
      return List.of(listing(one));
    }
    String several = request.text("symbols");
    if (several == null) {
      return venue.listings();
    }
    List<Listing> chosen = new ArrayList<>();
    try {
      for (JsonNode name : JSON.readTree(several)) {
        chosen.add(listing(name.asText()));
      }
    } catch (JsonProcessingException malformed) {
      throw new Refusal(
          error(
              400,
              -1100,
              "Illegal characters found in parameter 'symbols'; legal range is a list."));
    }
    return chosen;
  }

  private int weight(Request request) {
    long limit = request.number("limit").orElse(spot ? 100 : 500);
    return switch (request.path()) {
      case "/api/v3/depth" -> limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
      case "/api/v3/klines" -> 2;
      case "/api/v3/exchangeInfo" -> 20;
      case "/api/v3/ticker/24hr" ->
          request.query().containsKey("symbol") || request.query().containsKey("symbols") ? 2 : 80;
      case "/fapi/v1/depth" -> limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
      case "/fapi/v1/klines" -> limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10;
      case "/fapi/v1/ticker/24hr" -> request.query().containsKey("symbol") ? 1 : 40;
      default -> 1;
    };
  }

  static Reply error(int status, int code, String message) {
    String body = new JsonText().object().number("code", code).text("msg", message).end().take();
    return Reply.of(status, body);
  }

  /** Keeps what a client sent from breaking the answer's JSON. */
  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9/._-]", "?");
  }
}
