package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Prober;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Sample;
import io.virtuoso.storm.probe.Verdict;
import io.virtuoso.storm.standin.Market;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * The command {@code deploy/bench/mixed}: two dashboards and a phone, sped up, while the engine
 * publishes what a simulated exchange says.
 */
public final class MixedLoad {
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final double DESKTOP_RATE = 40;
  private static final double PHONE_RATE = 20;

  /** A chart asks once for its candles and then follows the stream. */
  private static final int OTHERS_PER_CHART = 200;

  private static final double FRESH_PERCENT = 99;
  private static final double ENGINE_PER_REQUEST = 0.01;

  private MixedLoad() {}

  /**
   * Runs the load and ends with 0 when the targets were met.
   *
   * @param arguments the seconds that it lasts
   */
  public static void main(String... arguments) throws Exception {
    Path root = Path.of(System.getProperty("virtuoso.root", "")).toAbsolutePath();
    Path target = root.resolve("deploy/storm/target/mixed");
    Report report = new Report("mixed", "two dashboards and a phone", Scale.LONG);
    try (Arena arena = new Arena(root, target.resolve("arena"));
        RealEngine engine = new RealEngine(arena)) {
      engine.awaitWholeTable();
      arena.awaitFresh(arena.gateway());
      Load.awaitAll(arena.gateway());
      measure(arena.gateway(), Duration.ofSeconds(Long.parseLong(arguments[0])), report);
    }
    System.out.print(report.table());
    report.write(target);
    System.exit(report.missed().isEmpty() ? 0 : 1);
  }

  /**
   * What the gateway has counted so far.
   *
   * @param fresh served from a cache while live; those who shared a flight are none of them
   * @param all that could be answered
   */
  private record Counted(long fresh, long all, double engine) {
    static Counted by(Gateway gateway) throws IOException {
      long fresh = 0;
      long all = 0;
      for (JsonNode route : gateway.json("/api/cache/metrics").at("/data/routes")) {
        long good = route.path("fresh_hits").asLong();
        fresh += good;
        all +=
            good
                + route.path("coalesced").asLong()
                + route.path("stale_hits").asLong()
                + route.path("misses").asLong()
                + route.path("errors").asLong();
      }
      return new Counted(fresh, all, gateway.metric("virtuoso_engine_total"));
    }
  }

  private static void measure(Gateway gateway, Duration time, Report report) throws Exception {
    List<Client> clients = new ArrayList<>();
    List<Prober> users = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      Client client = new Client("127.0.0.1" + i, gateway.port());
      clients.add(client);
      boolean phone = i == 3;
      users.add(
          new Prober(
              client,
              GatewayDefaults.judge(),
              phone ? phone() : desktop(),
              phone ? PHONE_RATE : DESKTOP_RATE,
              DEADLINE,
              i));
    }
    try (Watcher first = new Watcher(gateway.port());
        Watcher second = new Watcher(gateway.port())) {
      first.awaitMessage(DEADLINE.multipliedBy(10));
      second.awaitMessage(DEADLINE.multipliedBy(10));
      users.forEach(Prober::start);
      Thread.sleep(WARM_UP);
      Counted before = Counted.by(gateway);
      Thread.sleep(time);
      Counted after = Counted.by(gateway);
      List<Sample> samples = new ArrayList<>();
      for (Prober user : users) {
        samples.addAll(user.stop().after(WARM_UP).samples());
      }
      tell(new Findings(samples), before, after, report);
      report.note(first.messages() + " and " + second.messages() + " frames on the streams");
    } finally {
      clients.forEach(Client::close);
    }
  }

  private static void tell(Findings all, Counted before, Counted after, Report report) {
    Findings documents = all.where(sample -> sample.route().key().isPresent());
    long fresh = documents.where(MixedLoad::isFreshHit).count();
    report.atLeast("requests", all.count(), 1, "");
    report.atLeast(
        "fresh hits, by the answers", 100.0 * fresh / documents.count(), FRESH_PERCENT, "%");
    report.atLeast(
        "fresh hits, by the gateway's count",
        100.0 * (after.fresh - before.fresh) / (after.all - before.all),
        FRESH_PERCENT,
        "%");
    report.exactly("unmarked stale", all.count(Verdict.DISHONEST), 0, "");
    report.atMost(
        "engine requests per user request",
        (after.engine - before.engine) / all.count(),
        ENGINE_PER_REQUEST,
        "");
    report.served(all, 75);
    report.note(
        "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms from the schedule"
            .formatted(all.latencyMs(50), all.latencyMs(99), all.latencyMs(99.9)));
  }

  private static boolean isFreshHit(Sample sample) {
    return sample.verdict() == Verdict.LIVE
        && sample.cacheStatus().contains("; hit")
        && !sample.cacheStatus().startsWith("engine");
  }

  private static List<Route> desktop() {
    List<Route> routes = new ArrayList<>(Collections.nCopies(6, Load.OVERVIEW));
    routes.addAll(Collections.nCopies(6, Load.OVERVIEW.conditional()));
    routes.add(Route.page("/"));
    routes.add(Route.page("/dashboard/symbol/BTCUSDT"));
    routes.add(Route.of("/api/market/movers?limit=5", DocumentKey.MARKET_SYMBOLS));
    routes.add(Route.of("/api/market/symbols?limit=5&sort=-score", DocumentKey.MARKET_SYMBOLS));
    routes.add(
        Route.of("/api/market/symbols?limit=3&sort=-change_24h", DocumentKey.MARKET_SYMBOLS)
            .conditional());
    routes.addAll(Load.mixed());
    return withCharts(routes);
  }

  private static List<Route> phone() {
    Route mobile = Route.of("/api/dashboard/mobile", DocumentKey.DASHBOARD_OVERVIEW);
    List<Route> routes = new ArrayList<>(Collections.nCopies(6, mobile));
    routes.addAll(Collections.nCopies(6, mobile.conditional()));
    routes.add(Route.page("/mobile"));
    for (Symbol symbol : Market.SYMBOLS) {
      routes.add(
          Route.of("/api/dashboard/confluence/" + symbol, DocumentKey.confluence(symbol))
              .conditional());
    }
    return withCharts(routes);
  }

  /** Each of them as often as before, and now and then somebody opens a chart. */
  private static List<Route> withCharts(List<Route> routes) {
    List<Route> all = new ArrayList<>();
    while (all.size() < OTHERS_PER_CHART) {
      all.addAll(routes);
    }
    Symbol symbol = Market.SYMBOLS.get(0);
    DocumentKey key =
        DocumentKey.candles(
            symbol, Interval.ONE_MINUTE, OptionalLong.empty(), OptionalLong.empty(), 300);
    all.add(Route.of("/api/market/" + symbol + "/candles?interval=1m&limit=300", key));
    return all;
  }
}
