package io.virtuoso.engine.inbound.exchange.live;

import java.time.Instant;

/**
 * A REST host that must not be asked for a while.
 *
 * @param untilMs event loop's clock
 * @param until the exchange's clock, for people
 * @param banned whether we are shut out rather than asked to slow down
 * @param reason in plain words
 */
public record HostHold(long untilMs, Instant until, boolean banned, String reason) {
  /** What a person is told. */
  public String words() {
    return (banned ? "banned until " : "asked to wait until ") + until + ": " + reason;
  }
}
