package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.measure.factor.Reading;
import java.util.List;

/**
 * {@code depth_imbalance}: bid against ask quantity over 25 levels a side, each weighted {@code
 * .95^i}. Needs 5 levels a side; quality is the shorter side's levels of 25.
 */
final class DepthImbalance implements BookFactor {
  private static final int LEVELS = 25;
  private static final int NEEDED = 5;
  private static final double DECAY = .95;
  private static final double GAIN = 2;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("bids", "base"),
          new InputSpec("asks", "base"),
          new InputSpec("imbalance", "ratio"));

  private final LiveBook book;

  DepthImbalance(LiveBook book) {
    this.book = book;
  }

  @Override
  public String name() {
    return "depth_imbalance";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    BookView view = book.view();
    double bids = 0;
    double asks = 0;
    int levels = view == null ? 0 : Math.min(LEVELS, Math.min(view.bids(), view.asks()));
    if (view != null) {
      double weight = 1;
      for (int i = 0; i < LEVELS; i++) {
        bids += i < view.bids() ? weight * view.bidQuantity(i) : 0;
        asks += i < view.asks() ? weight * view.askQuantity(i) : 0;
        weight *= DECAY;
      }
    }
    double imbalance = view == null ? Double.NaN : (bids - asks) / (bids + asks);
    out.input(0, view == null ? Double.NaN : bids);
    out.input(1, view == null ? Double.NaN : asks);
    out.input(2, imbalance);
    if (view == null) {
      out.absent(NO_BOOK);
    } else if (levels < NEEDED) {
      out.absent("fewer than 5 levels a side");
    } else {
      out.present(StrictMath.tanh(GAIN * imbalance), levels / (double) LEVELS, book.newestMs());
    }
  }
}
