package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * Order blocks: the last opposite candle before a candle whose body is a displacement. A block ends
 * (is mitigated) with the first later bar that trades back into it. The accessors answer for the
 * bar last given to {@link #look} or {@link #update}.
 */
public final class OrderBlocks {
  private final Side bullish = new Side(1);
  private final Side bearish = new Side(-1);

  /**
   * Keeps a closed bar.
   *
   * @param displacement body, in quote currency, from which a candle is a displacement; NaN for
   *     none
   */
  public void update(BarView closed, double displacement) {
    if (Bars.isFinite(closed) && Double.isFinite(closed.open())) {
      bullish.update(closed, displacement);
      bearish.update(closed, displacement);
    }
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open, double displacement) {
    boolean usable = open != null && Bars.isFinite(open) && Double.isFinite(open.open());
    bullish.look(usable ? open : null, displacement);
    bearish.look(usable ? open : null, displacement);
  }

  /** Bars since the newest bullish block's displacement, or −1 without such a block. */
  public int bullishAge() {
    return bullish.age;
  }

  /** The upper edge of the newest bullish block, in quote currency, or NaN. */
  public double bullishEdge() {
    return bullish.edge;
  }

  /** Bars since the newest bearish block's displacement, or −1 without such a block. */
  public int bearishAge() {
    return bearish.age;
  }

  /** The lower edge of the newest bearish block, in quote currency, or NaN. */
  public double bearishEdge() {
    return -bearish.edge;
  }

  /** The blocks of one side; the bearish side sees all prices with the opposite sign. */
  private static final class Side {
    private static final int CAPACITY = 16;
    private static final int REACH = 10;

    private final int sign;

    /** Oldest first. */
    private final double[] edges = new double[CAPACITY];

    private final long[] born = new long[CAPACITY];
    private int size;
    private long bars;
    private double oppositeEdge = Double.NaN;
    private long oppositeAt;
    private int age = -1;
    private double edge = Double.NaN;

    Side(int sign) {
      this.sign = sign;
    }

    void update(BarView bar, double displacement) {
      bars++;
      double nearest = nearest(bar);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (edges[i] < nearest) {
          edges[kept] = edges[i];
          born[kept++] = born[i];
        }
      }
      size = kept;
      if (isDisplacement(bar, displacement, bars)) {
        add(oppositeEdge);
      }
      if (body(bar) < 0) {
        oppositeEdge = farEdge(bar);
        oppositeAt = bars;
      }
      answer(size - 1, bars);
    }

    void look(@Nullable BarView open, double displacement) {
      if (open == null) {
        answer(size - 1, bars);
      } else if (isDisplacement(open, displacement, bars + 1)) {
        age = 0;
        edge = oppositeEdge;
      } else {
        int newest = size - 1;
        while (newest >= 0 && !(edges[newest] < nearest(open))) {
          newest--;
        }
        answer(newest, bars + 1);
      }
    }

    /** A long candle that closes beyond an opposite one not long before it. */
    private boolean isDisplacement(BarView bar, double displacement, long now) {
      return body(bar) >= displacement
          && body(bar) > 0
          && now - oppositeAt <= REACH
          && sign * bar.close() > oppositeEdge;
    }

    private void add(double newEdge) {
      if (size == CAPACITY) {
        System.arraycopy(edges, 1, edges, 0, CAPACITY - 1);
        System.arraycopy(born, 1, born, 0, CAPACITY - 1);
        size--;
      }
      edges[size] = newEdge;
      born[size++] = bars;
    }

    private void answer(int newest, long now) {
      age = newest < 0 ? -1 : Math.toIntExact(Math.min(now - born[newest], Integer.MAX_VALUE));
      edge = newest < 0 ? Double.NaN : edges[newest];
    }

    private double body(BarView bar) {
      return sign * (bar.close() - bar.open());
    }

    /** The price of the bar that comes nearest to the blocks behind it. */
    private double nearest(BarView bar) {
      return sign > 0 ? bar.low() : -bar.high();
    }

    /** The edge of the bar that price reaches first when it comes back. */
    private double farEdge(BarView bar) {
      return sign > 0 ? bar.high() : -bar.low();
    }
  }
}
