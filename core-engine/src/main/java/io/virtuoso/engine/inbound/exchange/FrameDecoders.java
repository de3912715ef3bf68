package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.inbound.exchange.binance.BinanceDialect;
import io.virtuoso.engine.inbound.exchange.bybit.BybitDialect;
import io.virtuoso.engine.inbound.exchange.coinbase.CoinbaseDialect;
import io.virtuoso.engine.inbound.exchange.kraken.KrakenDialect;
import io.virtuoso.engine.inbound.exchange.okx.OkxDialect;
import java.util.List;

/** The venues whose frames we understand. */
public final class FrameDecoders {
  /** Their names, as configurations and tapes spell them. */
  public static final List<String> VENUES =
      List.of(
          "binance-spot",
          "binance-usdm",
          "bybit-linear",
          "bybit-spot",
          "okx",
          "okx-swap",
          "coinbase",
          "kraken");

  private FrameDecoders() {}

  /**
   * A new decoder for one connection or tape.
   *
   * @param venue one of {@link #VENUES}
   * @throws IllegalArgumentException when the venue is not one of them
   */
  public static FrameDecoder of(String venue, InstrumentTable instruments) {
    Dialect dialect =
        switch (venue) {
          case "binance-spot", "binance-usdm" -> new BinanceDialect();
          case "bybit-linear", "bybit-spot" -> new BybitDialect();
          case "okx", "okx-swap" -> new OkxDialect();
          case "coinbase" -> new CoinbaseDialect();
          case "kraken" -> new KrakenDialect();
          default ->
              throw new IllegalArgumentException(
                  "unknown venue %s, known are %s".formatted(venue, VENUES));
        };
    return new VenueDecoder(dialect, instruments);
  }
}
