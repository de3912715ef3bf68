package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.measure.factor.Reading;
import java.util.List;

/**
 * {@code cost_asymmetry}: notional that must be bought to push the price up 0.5 % from the mid
 * against what must be sold to push it down as far.
 *
 * <p>Looks at up to 200 levels a side, since 25 levels of a liquid book end far before 0.5 %. Where
 * one side ends earlier, both are measured as far as the shorter one reaches, and quality is that
 * distance as a share of 0.5 %.
 */
final class CostAsymmetry implements BookFactor {
  private static final double PUSH = .005;
  private static final int LEVELS = 200;

  /** Thin asks are bullish: the price is moved up more cheaply than down. */
  private static final double THIN_ASKS = 1;

  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("cost_up", "quote"),
          new InputSpec("cost_down", "quote"),
          new InputSpec("distance", "percent"));

  private final LiveBook book;

  CostAsymmetry(LiveBook book) {
    this.book = book;
  }

  @Override
  public String name() {
    return "cost_asymmetry";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    BookView view = book.view();
    if (view == null) {
      out.input(0, Double.NaN);
      out.input(1, Double.NaN);
      out.input(2, Double.NaN);
      out.absent(NO_BOOK);
      return;
    }
    double mid = book.mid();
    int bids = Math.min(view.bids(), LEVELS);
    int asks = Math.min(view.asks(), LEVELS);
    double reach =
        Math.min(
            PUSH * mid, Math.min(mid - view.bidPrice(bids - 1), view.askPrice(asks - 1) - mid));
    double up = 0;
    for (int i = 0; i < asks && view.askPrice(i) - mid <= reach; i++) {
      up += view.askPrice(i) * view.askQuantity(i);
    }
    double down = 0;
    for (int i = 0; i < bids && mid - view.bidPrice(i) <= reach; i++) {
      down += view.bidPrice(i) * view.bidQuantity(i);
    }
    out.input(0, up);
    out.input(1, down);
    out.input(2, 100 * reach / mid);
    if (up > 0 && down > 0) {
      double bias = THIN_ASKS * StrictMath.tanh(StrictMath.log(down / up));
      out.present(bias, reach / (PUSH * mid), book.newestMs());
    } else {
      out.absent("no order within 0.5 % of the mid");
    }
  }
}
