package io.virtuoso.engine.measure.factor.book;

/**
 * The large orders near the top of one side, from their appearance to the verdict. A level is gone
 * when less than half of its size remains while its price is still in sight; it was traded when
 * half of what went away traded at its price. The verdict waits 500 ms for trades that arrive after
 * the book. At most eight at a time; more are not followed.
 */
final class LargeLevels {
  private static final int SLOTS = 8;
  private static final long SHORT_LIFE_MS = 5_000;
  private static final long PATIENCE_MS = 500;
  private static final long STANDING = -1;
  private static final double FREE = 0;

  private final double[] price = new double[SLOTS];
  private final double[] size = new double[SLOTS];
  private final double[] traded = new double[SLOTS];
  private final long[] bornMs = new long[SLOTS];
  private final long[] goneMs = new long[SLOTS];
  private final boolean[] settled = new boolean[SLOTS];
  private int used;
  private int flickered;
  private int lasted;

  /** Follows the level; one that is followed already begins anew when it has doubled. */
  void appeared(long timeMs, double levelPrice, double quantity) {
    int free = -1;
    for (int i = SLOTS - 1; i >= 0; i--) {
      if (price[i] == levelPrice && goneMs[i] == STANDING) {
        if (quantity > 2 * size[i]) {
          begin(i, timeMs, levelPrice, quantity);
        }
        return;
      }
      free = price[i] == FREE ? i : free;
    }
    if (free >= 0) {
      begin(free, timeMs, levelPrice, quantity);
      used++;
    }
  }

  private void begin(int i, long timeMs, double levelPrice, double quantity) {
    price[i] = levelPrice;
    size[i] = quantity;
    traded[i] = 0;
    bornMs[i] = timeMs;
    goneMs[i] = STANDING;
    settled[i] = false;
  }

  void traded(double tradePrice, double quantity) {
    if (used == 0) {
      return;
    }
    for (int i = 0; i < SLOTS; i++) {
      if (price[i] == tradePrice) {
        traded[i] += quantity;
      }
    }
  }

  /**
   * Compares with the present levels and passes verdicts into {@link #flickered} and {@link
   * #lasted}.
   *
   * @param sign +1 for bids, −1 for asks: the direction in which a price is better
   */
  void compare(long timeMs, double[] prices, double[] quantities, int sign) {
    flickered = 0;
    lasted = 0;
    if (used == 0) {
      return;
    }
    int worst = LiveBook.TOP - 1;
    while (worst > 0 && quantities[worst] == 0) {
      worst--;
    }
    boolean full = worst == LiveBook.TOP - 1;
    for (int i = 0; i < SLOTS; i++) {
      if (price[i] != FREE) {
        boolean outOfSight = full && sign * (prices[worst] - price[i]) > 0;
        follow(i, timeMs, quantity(price[i], prices, quantities), outOfSight);
      }
    }
  }

  private void follow(int i, long timeMs, double remaining, boolean outOfSight) {
    if (goneMs[i] != STANDING) {
      if (timeMs - goneMs[i] >= PATIENCE_MS) {
        boolean cancelled = traded[i] < size[i] / 2;
        flickered += cancelled ? 1 : 0;
        lasted += cancelled ? 0 : 1;
        free(i);
      }
      return;
    }
    if (!settled[i] && timeMs - bornMs[i] >= SHORT_LIFE_MS) {
      settled[i] = true;
      lasted++;
    }
    if (outOfSight) {
      free(i);
    } else if (remaining < size[i] / 2) {
      if (settled[i]) {
        free(i);
      } else {
        goneMs[i] = timeMs;
      }
    }
  }

  private static double quantity(double wanted, double[] prices, double[] quantities) {
    for (int i = 0; i < prices.length; i++) {
      if (prices[i] == wanted) {
        return quantities[i];
      }
    }
    return 0;
  }

  private void free(int i) {
    price[i] = FREE;
    goneMs[i] = STANDING;
    used--;
  }

  /** Cancelled within 5 s, by the last comparison. */
  int flickered() {
    return flickered;
  }

  /** Traded, or stood for 5 s, by the last comparison. */
  int lasted() {
    return lasted;
  }

  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      price[i] = FREE;
      goneMs[i] = STANDING;
    }
    used = 0;
  }
}
