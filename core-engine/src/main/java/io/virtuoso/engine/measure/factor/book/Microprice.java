package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.HeldAverage;
import java.util.List;

/**
 * {@code microprice}: how far the mid weighted by the opposite quantities stands from the mid, in
 * half spreads, averaged over event time with a time constant of 5 s. Needs the book for 5 s;
 * quality grows to 1 over three time constants.
 */
final class Microprice implements BookFactor {
  private static final long TAU_MS = 5_000;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("microprice", "quote"),
          new InputSpec("mid", "quote"),
          new InputSpec("spread", "quote"),
          new InputSpec("average", "ratio"));

  private final LiveBook book;
  private final HeldAverage average = new HeldAverage(TAU_MS);
  private double price = Double.NaN;

  Microprice(LiveBook book) {
    this.book = book;
  }

  void onBook(long timeMs) {
    double bid = book.bidQuantity[0];
    double ask = book.askQuantity[0];
    // Counted from the bid, because price · quantity would lose the digits of the spread.
    double aboveBid = book.spread() * (bid / (bid + ask));
    price = book.bidPrice[0] + aboveBid;
    average.set(timeMs, 2 * aboveBid / book.spread() - 1);
  }

  void restart() {
    average.clear();
    price = Double.NaN;
  }

  @Override
  public String name() {
    return "microprice";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    boolean live = book.isLive();
    long known = live ? nowMs - book.sinceMs() : 0;
    double value = average.value(nowMs);
    out.input(0, price);
    out.input(1, live ? book.mid() : Double.NaN);
    out.input(2, live ? book.spread() : Double.NaN);
    out.input(3, value);
    if (!live) {
      out.absent(NO_BOOK);
    } else if (known < TAU_MS) {
      out.absent("order book live for less than 5 s");
    } else {
      out.present(value, known / (3.0 * TAU_MS), book.newestMs());
    }
  }
}
