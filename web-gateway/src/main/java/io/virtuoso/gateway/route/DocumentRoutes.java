package io.virtuoso.gateway.route;

import static io.virtuoso.gateway.route.query.Parameters.FROM;
import static io.virtuoso.gateway.route.query.Parameters.INTERVAL;
import static io.virtuoso.gateway.route.query.Parameters.SYMBOL;
import static io.virtuoso.gateway.route.query.Parameters.TO;
import static io.virtuoso.gateway.route.query.Parameters.limit;

import io.virtuoso.gateway.route.engine.EngineTargets;
import io.virtuoso.gateway.route.query.BookSlice;
import io.virtuoso.gateway.route.query.MobileView;
import io.virtuoso.gateway.route.query.MoversView;
import io.virtuoso.gateway.route.query.Parameter;
import io.virtuoso.gateway.route.query.Screener;
import io.virtuoso.gateway.route.query.View;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Candles;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.MobileOverview;
import io.virtuoso.model.document.Movers;
import io.virtuoso.model.document.SymbolTable;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of all documents: a new one costs one entry. The first entry with a key is where the
 * engine answers such documents; a later one with the same key computes something from them.
 */
@Singleton
public final class DocumentRoutes implements EngineTargets {
  private static final List<DocumentRoute> SERVED =
      List.of(
          route(
              "/api/dashboard/overview",
              "dashboard/overview",
              DashboardOverview.class,
              "Everything the desktop page needs for its first view."),
          view(
              "/api/dashboard/mobile",
              "dashboard/overview",
              MobileOverview.class,
              new MobileView(),
              "The dashboard for a phone, at most 10 KB compressed."),
          route(
              "/api/dashboard/confluence/{symbol}",
              "confluence/{symbol}",
              Confluence.class,
              "A score with its factors, inputs, contributions and history.",
              SYMBOL),
          route(
              "/api/market/overview",
              "market/overview",
              MarketOverview.class,
              "The market as one."),
          view(
              "/api/market/symbols",
              "market/symbols",
              SymbolTable.class,
              new Screener(),
              "The score table: all of it, or sorted, filtered and in pages."),
          view(
              "/api/market/movers",
              "market/symbols",
              Movers.class,
              new MoversView(),
              "Gainers, losers and volume leaders over a liquidity floor."),
          route(
              "/api/market/{symbol}/candles",
              "candles/{symbol}/{interval}/{from}-{to}-{limit}",
              Candles.class,
              "Candles with their gaps.",
              SYMBOL,
              INTERVAL,
              FROM,
              TO,
              limit(1_000, 300)),
          view(
              "/api/market/{symbol}/book",
              "book/{symbol}",
              Book.class,
              new BookSlice(),
              "The best levels of an order book.",
              SYMBOL));

  /** What only the gateway's own answers are made of. */
  private static final List<DocumentRoute> ASKED =
      List.of(route("/api/status", "status", EngineStatus.class, "The engine about itself."));

  /** Routes by the text in front of the first place of their keys, and the same of their paths. */
  private static final Map<String, DocumentRoute> KINDS = new HashMap<>();

  private static final Map<String, DocumentRoute> FIXED = new HashMap<>();
  private static final List<DocumentRoute> WITH_PLACES =
      SERVED.stream().filter(route -> route.path().indexOf('{') >= 0).toList();

  static {
    Stream.concat(SERVED.stream(), ASKED.stream())
        .forEach(route -> KINDS.putIfAbsent(route.keyHead(), route));
    SERVED.forEach(route -> FIXED.put(route.path(), route));
  }

  /** The documents and views that clients can ask for. */
  public List<DocumentRoute> served() {
    return SERVED;
  }

  /** The route of that path; empty when no document is served there. */
  public Optional<DocumentRoute> at(String path) {
    DocumentRoute fixed = FIXED.get(path);
    return fixed != null
        ? Optional.of(fixed)
        : WITH_PLACES.stream().filter(route -> route.fits(path)).findFirst();
  }

  @Override
  public Optional<Target> of(DocumentKey key) {
    return kind(key)
        .filter(route -> route.readKey(key).isPresent())
        .map(route -> route.target(key));
  }

  /** The route at which the engine answers documents like that; empty when there is none. */
  static Optional<DocumentRoute> kind(DocumentKey key) {
    String path = key.path();
    DocumentRoute whole = KINDS.get(path);
    for (int slash = path.indexOf('/'); whole == null && slash > 0; ) {
      whole = KINDS.get(path.substring(0, slash + 1));
      slash = path.indexOf('/', slash + 1);
    }
    return Optional.ofNullable(whole);
  }

  private static DocumentRoute route(
      String path, String key, Class<?> data, String about, Parameter... parameters) {

    return new DocumentRoute(path, key, data, about, List.of(parameters), null);
  }

  private static DocumentRoute view(
      String path, String key, Class<?> data, View view, String about, Parameter... parameters) {

    return new DocumentRoute(path, key, data, about, List.of(parameters), view);
  }
}
