package io.virtuoso.storm.drill;

import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Prober;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.standin.Market;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** The users of a drill: 50 requests a second for the overview and 20 for everything else. */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double OVERVIEWS = 50;
  private static final double OTHERS = 20;
  private static final int FIRST_COLD = 20_000_000;

  /** So that each cold key was never asked for before. */
  private static final AtomicInteger COLD = new AtomicInteger(FIRST_COLD);

  static final Route OVERVIEW = Route.of("/api/dashboard/overview", DocumentKey.DASHBOARD_OVERVIEW);

  private final Client dashboard;
  private final Client others;
  private final Prober overviews;
  private final Prober mixed;

  /**
   * What was found.
   *
   * @param overviews by those who asked for the overview
   * @param all by everyone
   */
  record Found(Findings overviews, Findings all) {}

  private Load(int port, Scale scale) {
    dashboard = new Client("127.0.0.4", port);
    others = new Client("127.0.0.5", port);
    overviews =
        new Prober(
            dashboard, GatewayDefaults.judge(), List.of(OVERVIEW), OVERVIEWS, scale.deadline(), 1);
    mixed = new Prober(others, GatewayDefaults.judge(), mixed(), OTHERS, scale.deadline(), 2);
  }

  /** Starts asking whoever listens on that port. */
  static Load on(int port, Report report) {
    Load load = new Load(port, report.scale());
    load.overviews.start();
    load.mixed.start();
    return load;
  }

  /** Since the start. */
  Duration elapsed() {
    return overviews.elapsed();
  }

  Found stop() throws InterruptedException {
    Findings first = overviews.stop();
    List<io.virtuoso.storm.probe.Sample> all = new ArrayList<>(first.samples());
    all.addAll(mixed.stop().samples());
    return new Found(first, new Findings(all));
  }

  @Override
  public void close() {
    dashboard.close();
    others.close();
  }

  /** Waits until there is an answer to whatever is going to be asked. */
  static void awaitAll(Gateway gateway) throws InterruptedException {
    for (Route route : mixed()) {
      Patience.require(route.target(), PATIENCE, () -> gateway.get(route.target()).status() == 200);
    }
  }

  /** Documents that are published and what is computed from them. */
  static List<Route> mixed() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.of("/api/market/overview", DocumentKey.MARKET_OVERVIEW));
    routes.add(Route.of("/api/market/symbols", DocumentKey.MARKET_SYMBOLS));
    routes.add(Route.of("/api/market/symbols?limit=3&sort=score", DocumentKey.MARKET_SYMBOLS));
    for (Symbol symbol : Market.SYMBOLS) {
      routes.add(Route.of("/api/dashboard/confluence/" + symbol, DocumentKey.confluence(symbol)));
      routes.add(Route.of("/api/market/" + symbol + "/book?depth=5", DocumentKey.book(symbol)));
    }
    return routes;
  }

  /** A key that no tier has ever seen: only the engine can tell. */
  static Route cold() {
    return cold(COLD.getAndIncrement());
  }

  private static Route cold(int number) {
    Symbol symbol = Market.SYMBOLS.get(number % Market.SYMBOLS.size());
    long from = number * Interval.ONE_MINUTE.millis();
    DocumentKey key =
        DocumentKey.candles(
            symbol, Interval.ONE_MINUTE, OptionalLong.of(from), OptionalLong.empty(), 5);
    return Route.of("/api/market/%s/candles?from=%d&limit=5".formatted(symbol, from), key);
  }
}
