package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.venue.Venue;

/** The request interface of one venue. */
public interface VenueRest {
  /** Request weight a minute on Binance spot, unless told otherwise. */
  int SPOT_WEIGHT = 6_000;

  /** Request weight a minute on Binance USD-M, unless told otherwise. */
  int USDM_WEIGHT = 2_400;

  /**
   * Answers a request; never throws.
   *
   * @param now market time in ms
   */
  Reply answer(Request request, long now);

  /** What was asked of it. */
  UseMeter meter();

  /**
   * The answer to whoever is shut out.
   *
   * @param status HTTP status; 0 for what the venue itself would say
   * @param until market time in ms
   */
  Reply banned(int status, long until);

  /**
   * The request interface of a venue.
   *
   * @param weightLimit request weight a minute on Binance; 0 for the venue's own
   */
  static VenueRest of(Venue venue, int weightLimit) {
    return switch (venue.id()) {
      case BINANCE_SPOT -> new BinanceRest(venue, weightLimit == 0 ? SPOT_WEIGHT : weightLimit);
      case BINANCE_USDM -> new BinanceRest(venue, weightLimit == 0 ? USDM_WEIGHT : weightLimit);
      case BYBIT_LINEAR, BYBIT_SPOT -> new BybitRest(venue);
      case OKX, OKX_SWAP -> new OkxRest(venue);
      case COINBASE -> new CoinbaseRest(venue);
      case KRAKEN -> new KrakenRest(venue);
    };
  }
}
