package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.random.RandomGenerator;

/** What all connections of one venue share. */
record Venue(
    VenueSettings settings,
    ExchangeDialect dialect,
    EventLoop loop,
    Sockets sockets,
    RandomGenerator random,
    ConnectBudget budget,
    FrameSink sink,
    Tally tally) {
  private static final Logger LOG = System.getLogger(Venue.class.getName());

  String name() {
    return settings.name();
  }

  Backoff backoff() {
    return new Backoff(settings.timings(), random);
  }

  /** Hands a frame over; a receiver that fails costs the frame, not the connection. */
  void deliver(long connection, Buffer frame, long receivedNanos) {
    try {
      sink.frame(name(), connection, receivedNanos, frame);
    } catch (RuntimeException e) {
      sinkFailed(e);
    }
  }

  void deliverGap(List<String> nativeSymbols) {
    tally.gaps.incrementAndGet();
    try {
      sink.gap(name(), nativeSymbols);
    } catch (RuntimeException e) {
      sinkFailed(e);
    }
  }

  void deliverTurnover(List<String> nativeSymbols, Turnover step) {
    try {
      sink.turnover(name(), nativeSymbols, step);
    } catch (RuntimeException e) {
      sinkFailed(e);
    }
  }

  private void sinkFailed(RuntimeException failure) {
    if (tally.sinkFailures.incrementAndGet() == 1) {
      LOG.log(
          Level.ERROR, name() + ": the receiver of frames failed; counted from now on", failure);
    }
  }
}
