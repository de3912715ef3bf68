package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.time.Duration;

/**
 * A published limit on requests of one address.
 *
 * @param units requests or weight per {@code window}
 * @param books whether book snapshots count against it, so that some of it is kept for them
 */
public record RateLimit(String name, int units, Duration window, boolean books) {
  /** A limit that no book waits for. */
  public RateLimit(String name, int units, Duration window) {
    this(name, units, window, false);
  }
}
