package io.virtuoso.simulator.server;

import io.virtuoso.simulator.wire.VenueId;
import java.util.EnumMap;
import java.util.Map;

/** How many sockets a venue lets one address open in a while. Times are market time in ms. */
final class ConnectLimit {
  private record Window(long start, int attempts) {}

  private final Map<VenueId, Window> windows = new EnumMap<>(VenueId.class);

  /** Counts an attempt; false if it is one too many. */
  boolean admit(VenueId venue, long now) {
    long start = now - Math.floorMod(now, window(venue));
    Window window = windows.get(venue);
    int attempts = window == null || window.start() != start ? 1 : window.attempts() + 1;
    windows.put(venue, new Window(start, attempts));
    return attempts <= most(venue);
  }

  private static int most(VenueId venue) {
    return switch (venue) {
      case BINANCE_SPOT, BINANCE_USDM -> 300;
      case BYBIT_LINEAR, BYBIT_SPOT -> 500;
      case OKX, OKX_SWAP -> 3;
      case COINBASE -> 8;
      case KRAKEN -> 150;
    };
  }

  private static long window(VenueId venue) {
    return switch (venue) {
      case BINANCE_SPOT, BINANCE_USDM, BYBIT_LINEAR, BYBIT_SPOT -> 300_000;
      case OKX, OKX_SWAP, COINBASE -> 1_000;
      case KRAKEN -> 600_000;
    };
  }
}
