package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.time.Duration;

/**
 * A published limit on requests of one address.
 *
 * @param units requests or weight per {@code window}
 */
public record RateLimit(String name, int units, Duration window) {}
