package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.measure.confluence.ConfluenceMeter;
import io.virtuoso.engine.measure.confluence.ConfluenceReading;
import io.virtuoso.engine.measure.confluence.ConfluenceSettings;
import io.virtuoso.engine.measure.factor.CandleFactors;
import io.virtuoso.engine.measure.factor.book.BookFactors;
import io.virtuoso.engine.measure.factor.crowd.CrowdFactors;
import io.virtuoso.engine.measure.factor.flow.FlowFactors;
import io.virtuoso.model.Interval;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one symbol's events mean: its factors, kept event by event, and the score that is read from
 * them. Book and candles are of one venue; when it changes, their factors start anew. Times are
 * event time, ms since the epoch; quantities are in base currency. Owned by the symbol's pipeline.
 */
final class SymbolMeasures {
  private final FlowFactors flow = new FlowFactors();
  private BookFactors book = new BookFactors();
  private CandleFactors candle = new CandleFactors();
  private long changesOfBars;
  private @Nullable ConfluenceMeter meter;
  private @Nullable ConfluenceReading reading;

  /** A trade at the venue whose book this is. */
  void onTrade(long timeMs, double price, double quantity, boolean takerBuy) {
    flow.onTrade(timeMs, price, quantity, takerBuy);
    book.onTrade(timeMs, price, quantity, takerBuy);
  }

  /** A trade at another venue. */
  void onTradeElsewhere(long timeMs, double price, double quantity, boolean takerBuy) {
    flow.onTrade(timeMs, price, quantity, takerBuy);
  }

  void onFlowGap() {
    flow.onFlowGap();
  }

  void onBook(long eventTimeMs, SequencedBook now) {
    BookView view = now.view();
    if (view == null) {
      book.onBookAbsent();
    } else {
      book.onBook(Math.max(eventTimeMs, now.lastEventTimeMs()), view);
    }
  }

  void onBookAbsent() {
    book.onBookAbsent();
  }

  void onBarClosed(Interval interval, BarView bar) {
    candle.onBarClosed(interval, bar);
    flow.onBarClosed(interval, bar);
  }

  void onOpenInterest(long timeMs, double openInterest) {
    flow.onOpenInterest(timeMs, openInterest);
  }

  /**
   * Another venue tells of the crowd from here on.
   *
   * @param openInterest there, NaN when not known
   */
  void changeCrowd(long timeMs, double openInterest, CrowdFactors crowd) {
    flow.onOpenInterestSource();
    if (!Double.isNaN(openInterest)) {
      flow.onOpenInterest(timeMs, openInterest);
    }
    compose(crowd);
  }

  /** Book and candles are another venue's from here on. */
  void changeLeader(SequencedBook now, Candles candles, CrowdFactors crowd) {
    book = new BookFactors();
    onBook(0, now);
    rebuild(candles, crowd);
  }

  /** Makes the meter of all factors; before the first reading. */
  void compose(CrowdFactors crowd) {
    meter =
        new ConfluenceMeter(
            ConfluenceSettings.defaults(), candle.factors(), candle::beginRead, flow, book, crowd);
    reading = meter.newReading();
  }

  /** Reads every factor and composes the score. */
  ConfluenceReading read(long nowMs, Candles candles, CrowdFactors crowd) {
    if (changesOf(candles) != changesOfBars) {
      rebuild(candles, crowd);
    }
    Objects.requireNonNull(meter, "not composed").read(nowMs, candles, reading());
    return reading();
  }

  /** History that arrived behind newer bars changes what indicators would have seen. */
  private void rebuild(Candles candles, CrowdFactors crowd) {
    changesOfBars = changesOf(candles);
    candle = new CandleFactors();
    flow.onHistoryChanged();
    for (Interval interval : Interval.values()) {
      for (int i = 0; i < candles.size(interval); i++) {
        onBarClosed(interval, candles.bar(interval, i));
      }
    }
    compose(crowd);
  }

  private static long changesOf(Candles candles) {
    return candles.counts().filled() + candles.counts().corrected();
  }

  /** The newest reading; without a score before {@link #read}. */
  ConfluenceReading reading() {
    return Objects.requireNonNull(reading, "not composed");
  }
}
