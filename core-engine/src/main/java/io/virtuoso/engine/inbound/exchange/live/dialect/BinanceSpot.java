package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.virtuoso.model.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Binance spot.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 * @param depthLimit levels per side of a snapshot, at most 5000
 */
public record BinanceSpot(int symbolsPerConnection, int depthLimit) implements Binance {
  private static final List<String> STREAMS =
      List.of(BinanceWords.TRADES, BinanceWords.BOOK, BinanceWords.QUOTES, "@kline_1m");
  private static final String WEIGHT = "weight";

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    return new Sharding(
            "stream",
            "/stream",
            true,
            true,
            symbolsPerConnection,
            BinanceWords.STREAMS_PER_CONNECTION,
            Integer.MAX_VALUE)
        .of(nativeSymbols, BinanceSpot::streams);
  }

  private static List<String> streams(String symbol) {
    String lower = symbol.toLowerCase(Locale.ROOT);
    return STREAMS.stream().map(lower::concat).toList();
  }

  /** Five messages a second are allowed, and pings and pongs count: one of each besides. */
  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(350);
  }

  @Override
  public Resync resync(String nativeSymbol) {
    String target = "/api/v3/depth?symbol=" + nativeSymbol + "&limit=" + depthLimit;
    int weight = depthLimit <= 100 ? 5 : depthLimit <= 500 ? 25 : depthLimit <= 1000 ? 50 : 250;
    return new Resync.Snapshot(
        new RestQuery(
            RestKind.DEPTH,
            nativeSymbol,
            null,
            new RestCall(Priority.SNAPSHOT, target, WEIGHT, weight)));
  }

  @Override
  public List<RateLimit> rateLimits() {
    return List.of(new RateLimit(WEIGHT, 6000, Duration.ofMinutes(1), true));
  }

  @Override
  public RestCall instruments(String cursor) {
    String target = "/api/v3/exchangeInfo?permissions=SPOT&showPermissionSets=false";
    return new RestCall(Priority.DISCOVERY, target, WEIGHT, 20);
  }

  @Override
  public RestCall turnovers() {
    return new RestCall(Priority.POLL, "/api/v3/ticker/24hr?type=MINI", WEIGHT, 80);
  }

  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    String target =
        "/api/v3/klines?symbol="
            + nativeSymbol
            + "&interval="
            + interval.code()
            + "&limit="
            + Math.min(limit, 1000);
    return Optional.of(RestQuery.klines(nativeSymbol, interval, target, WEIGHT, 2));
  }
}
