package io.virtuoso.engine.measure.story;

import io.virtuoso.engine.market.book.BookView;
import java.util.List;

/** A book made of price and quantity pairs, best first. */
public final class Levels implements BookView {
  private final double[] bid;
  private final double[] bidSize;
  private final double[] ask;
  private final double[] askSize;

  /** Prices and sizes of the bids, then of the asks. */
  public Levels(double[] bid, double[] bidSize, double[] ask, double[] askSize) {
    this.bid = bid;
    this.bidSize = bidSize;
    this.ask = ask;
    this.askSize = askSize;
  }

  /** Bids and asks as alternating prices and quantities. */
  public static Levels of(List<Double> bids, List<Double> asks) {
    return new Levels(column(bids, 0), column(bids, 1), column(asks, 0), column(asks, 1));
  }

  private static double[] column(List<Double> pairs, int offset) {
    double[] column = new double[pairs.size() / 2];
    for (int i = 0; i < column.length; i++) {
      column[i] = pairs.get(2 * i + offset);
    }
    return column;
  }

  /** Prices reflected about {@code center}, sides swapped. */
  public Levels mirrored(double center) {
    return new Levels(
        reflected(ask, center),
        /* bidSize= */ askSize,
        reflected(bid, center),
        /* askSize= */ bidSize);
  }

  private static double[] reflected(double[] prices, double center) {
    double[] reflected = new double[prices.length];
    for (int i = 0; i < prices.length; i++) {
      reflected[i] = 2 * center - prices[i];
    }
    return reflected;
  }

  @Override
  public int bids() {
    return bid.length;
  }

  @Override
  public int asks() {
    return ask.length;
  }

  @Override
  public double bidPrice(int i) {
    return bid[i];
  }

  @Override
  public double bidQuantity(int i) {
    return bidSize[i];
  }

  @Override
  public double askPrice(int i) {
    return ask[i];
  }

  @Override
  public double askQuantity(int i) {
    return askSize[i];
  }
}
