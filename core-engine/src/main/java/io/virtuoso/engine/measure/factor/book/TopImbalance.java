package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.HeldAverage;
import java.util.List;

/**
 * {@code top_imbalance}: best bid against best ask quantity, averaged over event time with a time
 * constant of 10 s. Needs the book for 10 s; quality grows to 1 over three time constants.
 */
final class TopImbalance implements BookFactor {
  private static final long TAU_MS = 10_000;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("best_bid", "base"),
          new InputSpec("best_ask", "base"),
          new InputSpec("average", "ratio"));

  private final LiveBook book;
  private final HeldAverage average = new HeldAverage(TAU_MS);

  TopImbalance(LiveBook book) {
    this.book = book;
  }

  void onBook(long timeMs) {
    double bid = book.bidQuantity[0];
    double ask = book.askQuantity[0];
    average.set(timeMs, (bid - ask) / (bid + ask));
  }

  void restart() {
    average.clear();
  }

  @Override
  public String name() {
    return "top_imbalance";
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
    out.input(0, live ? book.bidQuantity[0] : Double.NaN);
    out.input(1, live ? book.askQuantity[0] : Double.NaN);
    out.input(2, value);
    if (!live) {
      out.absent(NO_BOOK);
    } else if (known < TAU_MS) {
      out.absent("order book live for less than 10 s");
    } else {
      out.present(value, known / (3.0 * TAU_MS), book.newestMs());
    }
  }
}
