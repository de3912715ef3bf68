package io.virtuoso.simulator.wire;

import java.util.Arrays;
import java.util.Optional;

/** The exchanges that are imitated; each lives under its own path. */
public enum VenueId {
  BINANCE_SPOT("binance-spot"),
  BINANCE_USDM("binance-usdm"),
  BYBIT_LINEAR("bybit-linear"),
  BYBIT_SPOT("bybit-spot"),
  OKX("okx"),
  OKX_SWAP("okx-swap"),
  COINBASE("coinbase"),
  KRAKEN("kraken");

  private final String path;

  VenueId(String path) {
    this.path = path;
  }

  /** First path segment, without slashes. */
  public String path() {
    return path;
  }

  public static Optional<VenueId> of(String path) {
    return Arrays.stream(values()).filter(venue -> venue.path.equals(path)).findFirst();
  }
}
