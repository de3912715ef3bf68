package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.engine.inbound.exchange.live.dialect.BinanceSpot;
import io.virtuoso.engine.inbound.exchange.live.dialect.BinanceUsdm;
import io.virtuoso.engine.inbound.exchange.live.dialect.Bybit;
import io.virtuoso.engine.inbound.exchange.live.dialect.Coinbase;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import io.virtuoso.engine.inbound.exchange.live.dialect.Kraken;
import io.virtuoso.engine.inbound.exchange.live.dialect.Okx;

/**
 * Where a venue is and how patiently it is treated.
 *
 * @param name as in documents, for example {@code bybit-linear}
 * @param socketUrl WebSocket base address; the paths that the exchange documents are appended
 * @param restUrl REST base address; likewise
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 * @param depthLimit levels per side of a book snapshot, where a snapshot is asked for
 */
public record VenueSettings(
    String name,
    Exchange exchange,
    String socketUrl,
    String restUrl,
    int symbolsPerConnection,
    int depthLimit,
    Timings timings) {

  /** The exchanges that can be spoken to. */
  public enum Exchange {
    BINANCE_SPOT("binance-spot", "wss://stream.binance.com:9443", "https://api.binance.com"),
    BINANCE_USDM("binance-usdm", "wss://fstream.binance.com", "https://fapi.binance.com"),
    BYBIT_LINEAR("bybit-linear", "wss://stream.bybit.com", "https://api.bybit.com"),
    BYBIT_SPOT("bybit-spot", "wss://stream.bybit.com", "https://api.bybit.com"),
    OKX("okx", "wss://ws.okx.com:8443", "https://www.okx.com"),
    OKX_SWAP("okx-swap", "wss://ws.okx.com:8443", "https://www.okx.com"),
    COINBASE(
        "coinbase", "wss://ws-feed.exchange.coinbase.com", "https://api.exchange.coinbase.com"),
    KRAKEN("kraken", "wss://ws.kraken.com", "https://api.kraken.com");

    private final String venue;
    private final String socketUrl;
    private final String restUrl;

    Exchange(String venue, String socketUrl, String restUrl) {
      this.venue = venue;
      this.socketUrl = socketUrl;
      this.restUrl = restUrl;
    }

    /** The name under which its data is known, for example {@code bybit-linear}. */
    public String venue() {
      return venue;
    }
  }

  public VenueSettings {
    if (symbolsPerConnection < 1 || depthLimit < 5 || depthLimit > 1000) {
      throw new IllegalArgumentException(
          "%s: at least 1 symbol per connection and 5 to 1000 levels".formatted(name));
    }
    if (!Endpoint.of(socketUrl).socket() || Endpoint.of(restUrl).socket()) {
      throw new IllegalArgumentException(
          "%s: the socket address begins with ws, the REST address with http".formatted(name));
    }
  }

  /** The exchange itself, at its public address. */
  public static VenueSettings of(Exchange exchange) {
    return new VenueSettings(
        exchange.venue, exchange, exchange.socketUrl, exchange.restUrl, 50, 1000, Timings.USUAL);
  }

  /**
   * The exchange with this venue name, at its public address.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static VenueSettings of(String venue) {
    for (Exchange exchange : Exchange.values()) {
      if (exchange.venue.equals(venue)) {
        return of(exchange);
      }
    }
    throw new IllegalArgumentException("no such venue: " + venue);
  }

  /** The same venue elsewhere, for example at a simulator. */
  public VenueSettings at(String otherSocketUrl, String otherRestUrl) {
    return new VenueSettings(
        name, exchange, otherSocketUrl, otherRestUrl, symbolsPerConnection, depthLimit, timings);
  }

  /** The same venue with connections of another size. */
  public VenueSettings sized(int otherSymbolsPerConnection, int otherDepthLimit) {
    return new VenueSettings(
        name, exchange, socketUrl, restUrl, otherSymbolsPerConnection, otherDepthLimit, timings);
  }

  /** The same venue with other patience. */
  public VenueSettings timed(Timings otherTimings) {
    return new VenueSettings(
        name, exchange, socketUrl, restUrl, symbolsPerConnection, depthLimit, otherTimings);
  }

  ExchangeDialect dialect() {
    return switch (exchange) {
      case BINANCE_SPOT -> new BinanceSpot(symbolsPerConnection, depthLimit);
      case BINANCE_USDM -> new BinanceUsdm(symbolsPerConnection, depthLimit);
      case BYBIT_LINEAR -> new Bybit(Bybit.Category.LINEAR, symbolsPerConnection);
      case BYBIT_SPOT -> new Bybit(Bybit.Category.SPOT, symbolsPerConnection);
      case OKX -> new Okx(Okx.Kind.SPOT, symbolsPerConnection);
      case OKX_SWAP -> new Okx(Okx.Kind.SWAP, symbolsPerConnection);
      case COINBASE -> new Coinbase(symbolsPerConnection);
      case KRAKEN -> new Kraken(symbolsPerConnection);
    };
  }
}
