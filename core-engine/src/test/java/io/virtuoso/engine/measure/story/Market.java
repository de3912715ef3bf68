package io.virtuoso.engine.measure.story;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.factor.book.BookFactors;
import io.virtuoso.engine.measure.factor.crowd.CrowdFactors;
import io.virtuoso.engine.measure.factor.flow.FlowFactors;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** The three families of factors, fed as a symbol's pipeline would feed them. */
public final class Market {
  public final FlowFactors flow = new FlowFactors();
  public final BookFactors book = new BookFactors();
  public final CrowdFactors crowd = new CrowdFactors();
  private long newestMs;

  public void accept(Event event) {
    newestMs = Math.max(newestMs, event.timeMs());
    switch (event) {
      case Event.Trade t -> {
        flow.onTrade(t.timeMs(), t.price(), t.quantity(), t.buy());
        book.onTrade(t.timeMs(), t.price(), t.quantity(), t.buy());
      }
      case Event.Book b -> book.onBook(b.timeMs(), b.levels());
      case Event.BookGone _ -> book.onBookAbsent();
      case Event.FlowGap _ -> flow.onFlowGap();
      case Event.Closed c -> flow.onBarClosed(Interval.ONE_MINUTE, c.bar());
      case Event.Interest i -> flow.onOpenInterest(i.timeMs(), i.base());
      case Event.Funding f -> crowd.onFunding(f.timeMs(), f.rate(), Double.NaN);
      case Event.Ratio r -> crowd.onLongShortRatio(r.timeMs(), r.ratio());
      case Event.Mark m -> crowd.onMarkIndex(m.timeMs(), m.mark(), m.index());
      case Event.Forced f -> crowd.onLiquidation(f.timeMs(), f.notional(), f.longPosition());
    }
  }

  /** The newest event time so far. */
  public long newestMs() {
    return newestMs;
  }

  public List<Factor> factors() {
    List<Factor> all = new ArrayList<>(flow.factors());
    all.addAll(book.factors());
    all.addAll(crowd.factors());
    return all;
  }

  /** Reads one factor at {@code nowMs}. */
  public Reading read(String name, long nowMs) {
    return read(factors(), name, nowMs);
  }

  /** Reads one factor of a list. */
  public static Reading read(List<Factor> factors, String name, long nowMs) {
    for (Factor factor : factors) {
      if (factor.name().equals(name)) {
        Reading reading = new Reading(factor.inputs().size());
        factor.read(nowMs, reading);
        return reading;
      }
    }
    throw new NoSuchElementException(name);
  }
}
