package io.virtuoso.engine.inbound.exchange.live;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The counts behind {@link FeedCounters}: written on the event loop, read from anywhere. */
final class Tally {
  final AtomicLong connects = new AtomicLong();
  final AtomicLong frames = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong turnovers = new AtomicLong();
  final AtomicLong subscriptionsRefused = new AtomicLong();
  final AtomicLong resyncs = new AtomicLong();
  final AtomicLong resyncsRefused = new AtomicLong();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong requestsFailed = new AtomicLong();
  final AtomicLong requestsRefused = new AtomicLong();
  final AtomicLong sinkFailures = new AtomicLong();

  private final Map<LossCause, AtomicLong> losses = new EnumMap<>(LossCause.class);

  Tally() {
    for (LossCause cause : LossCause.values()) {
      losses.put(cause, new AtomicLong());
    }
  }

  void lost(LossCause cause) {
    losses.getOrDefault(cause, sinkFailures).incrementAndGet();
  }

  FeedCounters read() {
    Map<LossCause, Long> byCause = new EnumMap<>(LossCause.class);
    losses.forEach((cause, count) -> byCause.put(cause, count.get()));
    return new FeedCounters(
        connects.get(),
        byCause,
        frames.get(),
        bytes.get(),
        gaps.get(),
        turnovers.get(),
        subscriptionsRefused.get(),
        resyncs.get(),
        resyncsRefused.get(),
        requests.get(),
        requestsFailed.get(),
        requestsRefused.get(),
        sinkFailures.get());
  }
}
