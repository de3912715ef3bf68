package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.inbound.exchange.binance.BinanceDialect;
import io.virtuoso.engine.inbound.exchange.bybit.BybitDialect;
import java.util.List;

/** The venues whose frames we understand. */
public final class FrameDecoders {
  /** Their names, as configurations and tapes spell them. */
  public static final List<String> VENUES = List.of("binance-spot", "binance-usdm", "bybit-linear");

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
          case "bybit-linear" -> new BybitDialect();
          default ->
              throw new IllegalArgumentException(
                  "unknown venue %s, known are %s".formatted(venue, VENUES));
        };
    return new VenueDecoder(dialect, instruments);
  }
}
