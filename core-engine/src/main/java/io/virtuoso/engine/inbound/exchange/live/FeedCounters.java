package io.virtuoso.engine.inbound.exchange.live;

import java.util.Map;

/**
 * What a feed has counted since it was created.
 *
 * @param connects connection attempts
 * @param losses connections lost and attempts failed, by cause
 * @param frames text frames received, REST answers not included
 * @param bytes of these frames
 * @param gaps losses of connections that had been open
 * @param turnovers connections replaced by one that overlapped them, without a loss
 * @param subscriptionsRefused subscribe requests that the exchange refused
 * @param resyncs book resyncs carried out
 * @param resyncsRefused book resyncs not carried out: too soon, or not connected
 * @param requests REST requests sent
 * @param requestsFailed REST requests without a usable answer
 * @param requestsRefused REST requests not sent: queue full, or the host refuses us
 * @param sinkFailures frames at which the receiver failed
 */
public record FeedCounters(
    long connects,
    Map<LossCause, Long> losses,
    long frames,
    long bytes,
    long gaps,
    long turnovers,
    long subscriptionsRefused,
    long resyncs,
    long resyncsRefused,
    long requests,
    long requestsFailed,
    long requestsRefused,
    long sinkFailures) {
  public FeedCounters {
    losses = Map.copyOf(losses);
  }
}
