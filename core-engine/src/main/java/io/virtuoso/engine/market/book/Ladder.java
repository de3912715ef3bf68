package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Scale;
import java.util.Arrays;

/**
 * One side of a book: absolute sizes by price, in ticks and lots.
 *
 * <p>Not thread-safe: owned by its book.
 */
final class Ladder {
  /*
   * Keys rise towards the best level, which is the last element: bids are keyed by their price, asks
   * by its negative. Most changes happen near the best price, so most of them move few elements, and
   * the search gallops from that end.
   */
  private static final int FIRST_CAPACITY = 256;

  private final int limit;
  private final long sign;
  private long[] keys = new long[FIRST_CAPACITY];
  private long[] lots = new long[FIRST_CAPACITY];
  private int size;

  /** Where a message inserts, or the complement of where it removes; highest first. */
  private int[] changes = new int[64];

  /** Which level of the message is inserted there. */
  private int[] changeLevels = new int[64];

  private long dropped;

  private Ladder(long sign, int limit) {
    this.sign = sign;
    this.limit = limit;
  }

  static Ladder ofBids(int limit) {
    return new Ladder(1, limit);
  }

  static Ladder ofAsks(int limit) {
    return new Ladder(-1, limit);
  }

  int size() {
    return size;
  }

  /** Ticks; {@code i} counts from 0, the best. */
  long price(int i) {
    return sign * keys[size - 1 - i];
  }

  /** Lots; {@code i} counts from 0, the best. */
  long quantity(int i) {
    return lots[size - 1 - i];
  }

  /** How many far levels did not fit. */
  long dropped() {
    return dropped;
  }

  /** Sets the size at a price; 0 removes it. */
  void set(long price, long quantity) {
    long key = sign * price;
    int i = position(key, size);
    if (i < size && keys[i] == key) {
      if (quantity == 0) {
        remove(i);
      } else {
        lots[i] = quantity;
      }
    } else if (quantity != 0) {
      insert(i, key, quantity);
    }
  }

  /** Sets every level; fastest when the message is sorted, whichever way. */
  void apply(BookUpdate.Levels levels) {
    int count = levels.size();
    int order = count > 2 && count <= limit - size ? order(levels) : 0;
    if (order != 0) {
      applySorted(levels, order);
      return;
    }
    for (int i = 0; i < count; i++) {
      set(levels.price(i), levels.quantity(i));
    }
  }

  /** Forgets everything and takes these levels. */
  void replace(BookUpdate.Levels levels) {
    size = 0;
    if (!isBestFirst(levels)) {
      apply(levels);
      return;
    }
    int kept = Math.min(levels.size(), limit);
    dropped += levels.size() - kept;
    ensure(kept);
    for (int i = 0; i < kept; i++) {
      keys[kept - 1 - i] = sign * levels.price(i);
      lots[kept - 1 - i] = levels.quantity(i);
    }
    size = kept;
  }

  /** The size at a price in lots; 0 when there is none. */
  long quantityAt(long price) {
    long key = sign * price;
    int i = position(key, size);
    return i < size && keys[i] == key ? lots[i] : 0;
  }

  void clear() {
    size = 0;
  }

  /** Forgets all but the best {@code depth} levels. */
  void truncate(int depth) {
    int excess = size - depth;
    if (excess > 0) {
      System.arraycopy(keys, excess, keys, 0, depth);
      System.arraycopy(lots, excess, lots, 0, depth);
      size = depth;
    }
  }

  /**
   * Counts in finer units.
   *
   * @param price factor for ticks
   * @param quantity factor for lots
   * @throws ArithmeticException when a number does not fit; nothing has changed then
   */
  void rescale(long price, long quantity) {
    for (int i = 0; i < size; i++) {
      Math.multiplyExact(keys[i], price);
      Math.multiplyExact(lots[i], quantity);
    }
    for (int i = 0; i < size; i++) {
      keys[i] *= price;
      lots[i] *= quantity;
    }
  }

  /** The first index whose key is not below {@code key}; it is known to be {@code end} at most. */
  private int position(long key, int end) {
    int high = end;
    int low = end - 1;
    for (int step = 1; low >= 0 && keys[low] >= key; step <<= 1) {
      high = low;
      low -= step;
    }
    low = Math.max(low, -1);
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (keys[middle] >= key) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private void insert(int i, long key, long quantity) {
    if (size == limit) {
      dropped++;
      if (i == 0) {
        return;
      }
      System.arraycopy(keys, 1, keys, 0, i - 1);
      System.arraycopy(lots, 1, lots, 0, i - 1);
      keys[i - 1] = key;
      lots[i - 1] = quantity;
      return;
    }
    ensure(size + 1);
    System.arraycopy(keys, i, keys, i + 1, size - i);
    System.arraycopy(lots, i, lots, i + 1, size - i);
    keys[i] = key;
    lots[i] = quantity;
    size++;
  }

  private void remove(int i) {
    size--;
    System.arraycopy(keys, i + 1, keys, i, size - i);
    System.arraycopy(lots, i + 1, lots, i, size - i);
  }

  private void ensure(int capacity) {
    if (capacity > keys.length) {
      int larger = Math.min(limit, Math.max(capacity, keys.length * 2));
      keys = Arrays.copyOf(keys, larger);
      lots = Arrays.copyOf(lots, larger);
    }
  }

  private boolean isBestFirst(BookUpdate.Levels levels) {
    for (int i = 0; i < levels.size(); i++) {
      if (levels.quantity(i) == 0) {
        return false;
      }
    }
    return order(levels) < 0 || levels.size() < 2;
  }

  /** -1 when the levels strictly worsen, +1 when they strictly improve, 0 when unsorted. */
  private int order(BookUpdate.Levels levels) {
    int order = 0;
    for (int i = 1; i < levels.size(); i++) {
      int step = Long.compare(sign * levels.price(i), sign * levels.price(i - 1));
      if (step == 0 || step == -order) {
        return 0;
      }
      order = step;
    }
    return order;
  }

  /*
   * First from the best level to the worst: sizes are set in place, while levels to insert or remove
   * are noted. Then every run of levels between two of those moves at once to where it belongs,
   * instead of once for each of them: runs that move down first, the lowest first, then those that
   * move up, the highest first, so that none is overwritten before it has moved.
   */
  private void applySorted(BookUpdate.Levels levels, int order) {
    int count = levels.size();
    if (changes.length < count) {
      changes = new int[count + count / 2];
      changeLevels = new int[count + count / 2];
    }
    int noted = 0;
    int net = 0;
    int i = size;
    for (int n = 0; n < count; n++) {
      int level = order < 0 ? n : count - 1 - n;
      long key = sign * levels.price(level);
      long quantity = levels.quantity(level);
      i = position(key, i);
      boolean present = i < size && keys[i] == key;
      if (present && quantity != 0) {
        lots[i] = quantity;
      } else if (present) {
        changes[noted++] = ~i;
        net--;
      } else if (quantity != 0) {
        changes[noted] = i;
        changeLevels[noted++] = level;
        net++;
      }
    }
    ensure(size + net);
    int shift = 0;
    for (int n = noted - 1; n >= 0; n--) {
      shift += changes[n] < 0 ? -1 : 1;
      if (shift < 0) {
        moveRunAbove(n, shift);
      }
    }
    for (int n = 0; n < noted; n++) {
      if (shift > 0) {
        moveRunAbove(n, shift);
      }
      if (changes[n] < 0) {
        shift++;
      } else {
        shift--;
        keys[changes[n] + shift] = sign * levels.price(changeLevels[n]);
        lots[changes[n] + shift] = levels.quantity(changeLevels[n]);
      }
    }
    size += net;
  }

  /** Moves what stands between a noted change and the next better one. */
  private void moveRunAbove(int n, int shift) {
    int from = changes[n] < 0 ? -changes[n] : changes[n]; // -(~i) is i + 1: behind what is removed
    int to = n == 0 ? size : changes[n - 1] < 0 ? ~changes[n - 1] : changes[n - 1];
    if (to > from) {
      System.arraycopy(keys, from, keys, from + shift, to - from);
      System.arraycopy(lots, from, lots, from + shift, to - from);
    }
  }

  /** Quote currency; {@code i} counts from 0, the best. */
  double price(int i, int scale) {
    return Scale.toDouble(price(i), scale);
  }

  /** Base currency; {@code i} counts from 0, the best. */
  double quantity(int i, int scale) {
    return Scale.toDouble(quantity(i), scale);
  }
}
