package io.virtuoso.simulator.server;

import io.virtuoso.simulator.wire.VenueId;
import java.util.EnumMap;
import java.util.Map;

/** How many sockets a venue lets one address open in five minutes. Times are market time in ms. */
final class ConnectLimit {
  private static final long WINDOW = 300_000;

  private record Window(long start, int attempts) {}

  private final Map<VenueId, Window> windows = new EnumMap<>(VenueId.class);

  /** Counts an attempt; false if it is one too many. */
  boolean admit(VenueId venue, long now) {
    long start = now - Math.floorMod(now, WINDOW);
    Window window = windows.get(venue);
    int attempts = window == null || window.start() != start ? 1 : window.attempts() + 1;
    windows.put(venue, new Window(start, attempts));
    return attempts <= most(venue);
  }

  private static int most(VenueId venue) {
    return switch (venue) {
      case BINANCE_SPOT, BINANCE_USDM -> 300;
      case BYBIT_LINEAR, BYBIT_SPOT -> 500;
    };
  }
}
