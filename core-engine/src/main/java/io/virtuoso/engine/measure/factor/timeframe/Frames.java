package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.OpenBars;
import io.virtuoso.model.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of one symbol, the base first. */
public final class Frames {
  private final List<Frame> all;
  private final double totalWeight;
  private long dropped;

  /**
   * @param timeframes the base first, each interval once
   */
  public Frames(List<Timeframe> timeframes) {
    if (timeframes.isEmpty()
        || timeframes.stream().map(Timeframe::interval).distinct().count() < timeframes.size()) {
      throw new IllegalArgumentException("each timeframe stands once: " + timeframes);
    }
    all = timeframes.stream().map(Frame::new).toList();
    totalWeight = timeframes.stream().mapToDouble(Timeframe::weight).sum();
  }

  /** Hands a closed bar to its frame; counts it where it is dropped. */
  public void close(Interval interval, BarView bar) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).timeframe().interval() == interval && !all.get(i).close(bar)) {
        dropped++;
      }
    }
  }

  /** Looks at the bars in progress once, for all readings that follow. */
  public void look(OpenBars open, long nowMs) {
    double price = price(open);
    for (int i = 0; i < all.size(); i++) {
      Frame frame = all.get(i);
      frame.look(usable(frame, open), price, nowMs);
    }
  }

  public List<Frame> all() {
    return all;
  }

  public Frame base() {
    return all.getFirst();
  }

  /** The sum of all timeframe weights. */
  public double totalWeight() {
    return totalWeight;
  }

  /** Closed bars that were not sound or came out of order. */
  public long dropped() {
    return dropped;
  }

  /** The close of the finest bar in progress, else of the finest closed bar. */
  private double price(OpenBars open) {
    for (int i = 0; i < all.size(); i++) {
      Frame frame = all.get(i);
      BarView bar = usable(frame, open);
      if (bar != null) {
        return bar.close();
      }
      if (frame.bars() > 0) {
        return frame.lastClose();
      }
    }
    return Double.NaN;
  }

  private static @Nullable BarView usable(Frame frame, OpenBars open) {
    return frame.usable(open.open(frame.timeframe().interval()));
  }
}
