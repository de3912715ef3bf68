package io.virtuoso.engine.inbound.exchange.live.dialect;

/**
 * An exchange's no inside an answer that looks like a yes.
 *
 * @param rateLimited whether asking less often would have helped
 */
public record Refusal(String reason, boolean rateLimited) {}
