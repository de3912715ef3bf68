package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.virtuoso.engine.inbound.exchange.live.dialect.InstrumentPage;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.model.Symbol;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which symbols a venue trades. Asks again, with growing waits, until it has a list that
 * makes sense.
 */
final class Discovery {
  private static final Logger LOG = System.getLogger(Discovery.class.getName());
  private static final int MOST_PAGES = 20;

  private final Venue venue;
  private final RestClient rest;
  private final Backoff backoff;
  private final Promise<List<Listing>> promise = Promise.promise();
  private volatile @Nullable String trouble;
  private List<Listing> listings = new ArrayList<>();
  private int pages;

  Discovery(Venue venue, RestClient rest) {
    this.venue = venue;
    this.rest = rest;
    this.backoff = venue.backoff();
  }

  Future<List<Listing>> found() {
    return promise.future();
  }

  /** Why it has found nothing yet, in plain words; may be read from any thread. */
  @Nullable String trouble() {
    return trouble;
  }

  void begin() {
    listings = new ArrayList<>();
    pages = 0;
    page("");
  }

  void stop() {
    promise.tryFail(new RestException("stopped"));
  }

  private void page(String cursor) {
    rest.get(venue.dialect().instruments(cursor))
        .compose(body -> venue.loop().aside(() -> venue.dialect().readInstruments(body.getBytes())))
        .onSuccess(this::add)
        .onFailure(e -> failed("the instrument list cannot be read: " + e.getMessage()));
  }

  private void add(InstrumentPage page) {
    listings.addAll(page.listings());
    page.units().ifPresent(rest::limit);
    if (!page.nextCursor().isEmpty() && ++pages < MOST_PAGES) {
      page(page.nextCursor());
    } else if (listings.isEmpty()) {
      failed("the instrument list holds no usable instrument");
    } else {
      trouble = null;
      promise.tryComplete(trading());
    }
  }

  private void failed(String reason) {
    if (promise.future().isComplete()) {
      return;
    }
    String first = reason.lines().findFirst().orElse(reason);
    trouble = first;
    long waitMs = backoff.next();
    LOG.log(
        Level.WARNING,
        "{0}: {1}; asking again in {2} ms",
        venue.name(),
        first,
        Long.toString(waitMs));
    venue
        .loop()
        .after(
            waitMs,
            () -> {
              if (!promise.future().isComplete()) {
                begin();
              }
            });
  }

  /** What trades now, one listing for each symbol. */
  private List<Listing> trading() {
    Map<Symbol, Listing> bySymbol = new LinkedHashMap<>();
    for (Listing listing : listings) {
      if (listing.trading()) {
        bySymbol.putIfAbsent(listing.symbol(), listing);
      }
    }
    return List.copyOf(bySymbol.values());
  }
}
