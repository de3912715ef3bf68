package io.virtuoso.gateway.serve.rest;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.Interval;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The market as one and symbol by symbol. */
@Path("/api/market")
@Produces(MediaType.APPLICATION_JSON)
final class MarketResource {
  private static final int MAX_BARS = 1_000;
  private static final int DEFAULT_BARS = 300;
  private static final int MAX_DEPTH = 50;
  private static final int DEFAULT_DEPTH = 25;

  private final Responder responder;
  private final Screener screener;

  @Inject
  MarketResource(Responder responder, Screener screener) {
    this.responder = responder;
    this.screener = screener;
  }

  @GET
  @Path("/overview")
  public Uni<Response> overview(@Context HttpHeaders request) {
    return responder.document(DocumentKey.MARKET_OVERVIEW, request);
  }

  @GET
  @Path("/symbols")
  public Uni<Response> symbols(
      @RestQuery @Nullable String sort,
      @RestQuery @Nullable String filter,
      @RestQuery @Nullable String limit,
      @RestQuery @Nullable String after,
      @Context HttpHeaders request) {
    if (sort == null && filter == null && limit == null && after == null) {
      return responder.document(DocumentKey.MARKET_SYMBOLS, request);
    }
    ScreenerQuery query = ScreenerQuery.of(sort, filter, limit, after);
    return responder.view(
        DocumentKey.MARKET_SYMBOLS,
        query.canonical(),
        "/api/market/symbols",
        request,
        table -> screener.select(table, query));
  }

  @GET
  @Path("/{symbol}/candles")
  public Uni<Response> candles(
      @RestPath String symbol,
      @RestQuery @Nullable String interval,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String to,
      @RestQuery @Nullable String limit,
      @Context HttpHeaders request) {
    Interval bars =
        Interval.ofCode(interval == null ? Interval.ONE_MINUTE.code() : interval)
            .orElseThrow(() -> Parameters.bad("interval", "1m, 5m, 30m or 4h"));
    OptionalLong first = Parameters.moment("from", from);
    OptionalLong end = Parameters.moment("to", to);
    if (first.isPresent() && end.isPresent() && first.getAsLong() >= end.getAsLong()) {
      throw Parameters.bad("to", "later than from");
    }
    int count = Parameters.integer("limit", limit, 1, MAX_BARS, DEFAULT_BARS);
    return responder.document(
        DocumentKey.candles(
            Parameters.symbol(symbol),
            bars,
            aligned(bars, first, 0),
            aligned(bars, end, bars.millis() - 1),
            count),
        request);
  }

  @GET
  @Path("/{symbol}/book")
  public Uni<Response> book(
      @RestPath String symbol, @RestQuery @Nullable String depth, @Context HttpHeaders request) {
    DocumentKey key = DocumentKey.book(Parameters.symbol(symbol));
    int levels = Parameters.integer("depth", depth, 1, MAX_DEPTH, DEFAULT_DEPTH);
    return levels == MAX_DEPTH
        ? responder.document(key, request)
        : responder.view(
            key,
            "depth=" + levels,
            "/api/market/" + symbol + "/book",
            request,
            book -> BookSlice.of(book, levels));
  }

  /** Any moment inside a bar stands for that bar: fewer keys, same bars. */
  private static OptionalLong aligned(Interval bars, OptionalLong moment, long roundUp) {
    return moment.isEmpty() ? moment : OptionalLong.of(bars.openTime(moment.getAsLong() + roundUp));
  }
}
