package io.virtuoso.gateway.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that took half a second or more.
 *
 * @param at when it ended
 * @param route template, never a path
 * @param ms from its head to its last byte
 * @param reason where the time went
 * @param cacheStatus the response's {@code Cache-Status}; null when it had none
 * @param traceId null when it has none
 */
public record SlowRequest(
    Instant at,
    String route,
    long ms,
    int status,
    String reason,
    @Nullable String cacheStatus,
    @Nullable String traceId) {}
