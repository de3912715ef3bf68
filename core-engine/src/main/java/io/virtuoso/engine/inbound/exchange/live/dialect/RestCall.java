package io.virtuoso.engine.inbound.exchange.live.dialect;

/**
 * One GET request.
 *
 * @param target path and query, appended to the REST base address
 * @param limit name of the {@link RateLimit} that it counts against
 * @param weight units of that limit
 */
public record RestCall(Priority priority, String target, String limit, int weight) {}
