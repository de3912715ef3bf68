package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.time.Duration;

/** A text that the client sends again and again so that the exchange keeps the connection. */
public record Heartbeat(Duration period, String message) {}
