package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.model.Interval;

/** The bars of a REST answer: staged in the venue's order, delivered oldest first. */
public final class KlineRows {
  /** The time of the answer is not believed to be farther off the exchange's than this. */
  private static final long CLOCK_ERRS_MS = 600_000;

  private final Rows<Kline> rows = new Rows<>(() -> new Kline(Draft.NOBODY));

  /**
   * Reads an array of bars, each an array that starts with open time, open, high, low, close and
   * volume.
   *
   * @param rest reads the elements behind the volume, to the row's end
   */
  public FrameDecoder.Outcome read(Draft draft, RestContext context, RowEnd rest) {
    return read(
        draft,
        context,
        (Draft from, Interval interval, Kline kline) -> row(from, interval, kline, rest));
  }

  /** Reads an array of bars, each an array whose order is the venue's own. */
  public FrameDecoder.Outcome read(Draft draft, RestContext context, Row row) {
    JsonCursor in = draft.in();
    Interval interval = context.interval();
    rows.clear();
    if (interval == null) {
      in.skip();
      return FrameDecoder.Outcome.IGNORED;
    }
    in.enterArray();
    while (in.nextElement()) {
      in.enterArray();
      row.read(draft, interval, rows.add());
    }
    close(interval, context.receivedMs());
    return rows.outcome();
  }

  /** Reads a row from behind its opening bracket to its end, into a kline that it begins. */
  @FunctionalInterface
  public interface Row {
    void read(Draft draft, Interval interval, Kline kline);
  }

  /** Reads what follows the volume in a row. */
  @FunctionalInterface
  public interface RowEnd {
    void read(Draft draft, Kline kline);
  }

  /** Reads a row of open time, open, high, low, close, volume and {@code rest}. */
  public static void row(Draft draft, Interval interval, Kline kline, RowEnd rest) {
    JsonCursor in = draft.in();
    in.requireElement();
    begin(kline, interval, aligned(in.timeMs(), interval, in));
    in.requireElement();
    kline.open = draft.price();
    in.requireElement();
    kline.high = draft.price();
    in.requireElement();
    kline.low = draft.price();
    in.requireElement();
    kline.close = draft.price();
    in.requireElement();
    kline.volume = draft.quantity();
    rest.read(draft, kline);
  }

  /** Empties {@code kline} for the bar of {@code interval} that opens at {@code openTimeMs}. */
  public static void begin(Kline kline, Interval interval, long openTimeMs) {
    kline.interval = interval;
    kline.openTimeMs = openTimeMs;
    kline.takerBuyVolume = Kline.UNKNOWN;
    kline.quoteVolume = Double.NaN;
    kline.trades = Kline.UNKNOWN;
    kline.closed = false;
  }

  /** {@code timeMs}, which must be where a bar of {@code interval} opens. */
  public static long aligned(long timeMs, Interval interval, JsonCursor in) {
    if (interval.openTime(timeMs) != timeMs) {
      throw in.malformed();
    }
    return timeMs;
  }

  /**
   * A bar is closed when there is a newer one. Whether the newest is, the rows do not tell, and the
   * time of the answer only when it is long past.
   */
  private void close(Interval interval, long receivedMs) {
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < rows.size(); i++) {
      newest = Math.max(newest, rows.get(i).openTimeMs);
    }
    boolean old = newest + interval.millis() + CLOCK_ERRS_MS <= receivedMs;
    for (int i = 0; i < rows.size(); i++) {
      Kline kline = rows.get(i);
      kline.closed = old || kline.openTimeMs < newest;
    }
  }

  private static long openTime(Kline kline) {
    return kline.openTimeMs;
  }

  public void deliver(Instrument instrument, MarketListener listener) {
    rows.forEachFromOldest(
        KlineRows::openTime,
        kline -> {
          kline.instrument = instrument;
          listener.onKline(kline);
        });
  }
}
