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
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a feed asks by REST while it runs: history at the start and after an outage, and the numbers
 * that no stream carries. Answers go to the sink as frames.
 *
 * <p>Lives on the venue's event loop.
 */
final class Questions {
  private static final long NO_CONNECTION = 0;
  private static final Logger LOG = System.getLogger(Questions.class.getName());
  private static final int MINUTE_BARS = 1000;
  private static final int OTHER_BARS = 300;
  private static final int BARS_TO_SPARE = 2;

  /** So manieth part of an answer is in the next one as well. */
  private static final int SHARED_BARS = 10;

  private final Venue venue;
  private final RestClient rest;
  private final Set<String> open = new HashSet<>();

  /** Instruments of which a poll went unanswered, so that rows of their past may be missing. */
  private final Set<String> missed = new HashSet<>();

  private List<String> followed = List.of();
  private boolean polling;
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
    ask(query, _ -> {});
  }

  private void ask(RestQuery query, Consumer<Boolean> answered) {
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
          answered.accept(result.succeeded());
        });
  }

  private void deliver(RestQuery query, Buffer body) {
    venue.deliver(
        NO_CONNECTION, query.frame(rest.clock().millis(), body), venue.loop().epochNanos());
  }

  /** The past of every instrument, one after the other, so that each is soon whole. */
  void history(List<String> nativeSymbols) {
    for (String symbol : nativeSymbols) {
      for (Interval interval : Interval.values()) {
        bars(symbol, interval, mostBars(interval));
      }
      venue.dialect().histories(symbol).forEach(this::ask);
    }
  }

  /**
   * What a connection missed while it was away: the bars that closed or were cut, and fundings,
   * open interest and ratios of the time.
   */
  void heal(List<String> nativeSymbols, long outageMs) {
    for (String symbol : nativeSymbols) {
      for (Interval interval : Interval.values()) {
        long cut = outageMs / interval.millis() + BARS_TO_SPARE;
        bars(symbol, interval, (int) Math.min(cut, mostBars(interval)));
      }
      venue.dialect().histories(symbol).forEach(this::ask);
    }
  }

  private static int mostBars(Interval interval) {
    return interval == Interval.ONE_MINUTE ? MINUTE_BARS : OTHER_BARS;
  }

  /**
   * The newest bars, in as many answers as the exchange needs for them, oldest first. Each has some
   * bars of the next one: the newest, which has no bounds, is answered some time from now.
   */
  private void bars(String symbol, Interval interval, int count) {
    ExchangeDialect dialect = venue.dialect();
    int perAnswer = dialect.barsPerAnswer();
    int shared = perAnswer / SHARED_BARS;
    int step = perAnswer - shared;
    // The answer without bounds has the bar in progress.
    long newestMs = interval.openTime(rest.clock().millis()) + interval.millis();
    for (int page = (count - shared - 1) / step; page > 0; page--) {
      int rows = Math.min(perAnswer, count - page * step);
      dialect
          .klinesBefore(symbol, interval, rows, newestMs - (long) page * step * interval.millis())
          .ifPresent(this::ask);
    }
    dialect.klines(symbol, interval, Math.min(count, perAnswer)).ifPresent(this::ask);
  }

  /** Asks now and from now on what no stream tells, of these instruments and no others. */
  void poll(List<String> nativeSymbols) {
    followed = List.copyOf(nativeSymbols);
    missed.retainAll(followed);
    if (!polling && !followed.isEmpty()) {
      polling = true;
      ExchangeDialect dialect = venue.dialect();
      Timings timings = venue.settings().timings();
      poll(0, timings.openInterestPeriod(), dialect::openInterest);
      poll(0, timings.ratioPeriod(), dialect::longShortRatio);
    }
  }

  /** What was not asked for in time is history: asked for as such when the host answers again. */
  private void polled(String symbol, boolean answered) {
    if (!answered && followed.contains(symbol)) {
      missed.add(symbol);
    } else if (missed.remove(symbol)) {
      venue.dialect().histories(symbol).forEach(this::ask);
    }
  }

  /** One instrument after the other, spread evenly over the period. */
  private void poll(int index, Duration period, Function<String, Optional<RestQuery>> question) {
    List<String> symbols = followed;
    if (stopped) {
      return;
    }
    if (symbols.isEmpty()) {
      venue.loop().after(period.toMillis(), () -> poll(0, period, question));
      return;
    }
    String symbol = symbols.get(index % symbols.size());
    Optional<RestQuery> query = question.apply(symbol);
    if (query.isEmpty()) {
      return; // the venue has no such thing
    }
    ask(query.get(), answered -> polled(symbol, answered));
    int next = (index + 1) % symbols.size();
    venue
        .loop()
        .after(Math.max(1, period.toMillis() / symbols.size()), () -> poll(next, period, question));
  }
}
