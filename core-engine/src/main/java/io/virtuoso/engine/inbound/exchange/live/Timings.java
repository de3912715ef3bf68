package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;

/**
 * How long a venue is waited for.
 *
 * @param connect until a connection attempt has failed
 * @param quiet without a byte until the other side is asked whether it is there
 * @param pong without a byte after that until it is taken for gone
 * @param silence without market data until a connection is given up
 * @param backoffBase upper bound of the first wait before a reconnect; doubles with every failure
 * @param backoffCap upper bound of every wait before a reconnect
 * @param settled a connection that delivers for so long has cured the failures before it
 * @param life after which a connection is replaced before the exchange cuts it
 * @param answer until a REST request has failed
 * @param openInterestPeriod between two polls of one instrument
 * @param ratioPeriod between two polls of one instrument
 */
public record Timings(
    Duration connect,
    Duration quiet,
    Duration pong,
    Duration silence,
    Duration backoffBase,
    Duration backoffCap,
    Duration settled,
    Duration life,
    Duration answer,
    Duration openInterestPeriod,
    Duration ratioPeriod) {
  /** For the exchanges themselves. */
  public static final Timings USUAL =
      new Timings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5), // as often as the connect budget lasts for
          Duration.ofMinutes(23 * 60 + 30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5));

  public Timings {
    for (Duration each :
        new Duration[] {
          connect,
          quiet,
          pong,
          silence,
          backoffBase,
          backoffCap,
          settled,
          life,
          answer,
          openInterestPeriod,
          ratioPeriod
        }) {
      if (each.toMillis() <= 0) {
        throw new IllegalArgumentException("a timing is at least 1 ms");
      }
    }
  }
}
