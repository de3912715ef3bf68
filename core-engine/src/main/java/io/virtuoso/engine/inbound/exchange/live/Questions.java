package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import io.virtuoso.engine.inbound.exchange.live.dialect.RestQuery;
import io.virtuoso.model.Interval;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What a feed asks by REST while it runs: history at the start and after an outage, and the numbers
 * that no stream carries. Answers go to the sink as frames.
 *
 * <p>Lives on the venue's event loop.
 */
final class Questions {
  private static final Logger LOG = System.getLogger(Questions.class.getName());
  private static final int MINUTE_BARS = 1000;
  private static final int OTHER_BARS = 300;
  private static final int BARS_TO_SPARE = 2;

  private final Venue venue;
  private final RestClient rest;
  private final Set<String> open = new HashSet<>();
  private boolean stopped;

  Questions(Venue venue, RestClient rest) {
    this.venue = venue;
    this.rest = rest;
  }

  void stop() {
    stopped = true;
  }

  /** Asks unless the same question is open already. */
  void ask(RestQuery query) {
    String target = query.call().target();
    if (stopped || !open.add(target)) {
      return;
    }
    rest.get(query.call())
        .onComplete(result -> {
          open.remove(target);
          if (stopped) {
            return;
          }
          if (result.succeeded()) {
            deliver(query, result.result());
          } else {
            LOG.log(
                Level.DEBUG, "{0}: {1}", venue.name(), String.valueOf(result.cause().getMessage()));
          }
        });
  }

  private void deliver(RestQuery query, Buffer body) {
    long nowNanos = venue.loop().epochNanos();
    venue.deliver(query.frame(TimeUnit.NANOSECONDS.toMillis(nowNanos), body), nowNanos);
  }

  /** The past of every instrument, one after the other, so that each is soon whole. */
  void history(List<String> nativeSymbols) {
    for (String symbol : nativeSymbols) {
      for (Interval interval : Interval.values()) {
        int bars = interval == Interval.ONE_MINUTE ? MINUTE_BARS : OTHER_BARS;
        venue.dialect().klines(symbol, interval, bars).ifPresent(this::ask);
      }
      venue.dialect().histories(symbol).forEach(this::ask);
    }
  }

  /** The bars that closed, or were cut, while a connection was away. */
  void heal(List<String> nativeSymbols, long outageMs) {
    for (String symbol : nativeSymbols) {
      for (Interval interval : Interval.values()) {
        long missed = outageMs / interval.millis() + BARS_TO_SPARE;
        venue
            .dialect()
            .klines(symbol, interval, (int) Math.min(missed, MINUTE_BARS))
            .ifPresent(this::ask);
      }
    }
  }

  /** Asks now and from now on what no stream tells. */
  void poll(List<String> nativeSymbols) {
    ExchangeDialect dialect = venue.dialect();
    Timings timings = venue.settings().timings();
    poll(nativeSymbols, 0, timings.openInterestPeriod(), dialect::openInterest);
    poll(nativeSymbols, 0, timings.ratioPeriod(), dialect::longShortRatio);
  }

  /** One instrument after the other, spread evenly over the period. */
  private void poll(
      List<String> symbols,
      int index,
      Duration period,
      Function<String, Optional<RestQuery>> question) {
    if (stopped || symbols.isEmpty()) {
      return;
    }
    Optional<RestQuery> query = question.apply(symbols.get(index));
    if (query.isEmpty()) {
      return; // the venue has no such thing
    }
    ask(query.get());
    int next = (index + 1) % symbols.size();
    venue
        .loop()
        .after(
            Math.max(1, period.toMillis() / symbols.size()),
            () -> poll(symbols, next, period, question));
  }
}
