package io.virtuoso.engine.market.candle;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest closed bars of one interval, oldest first, with holes where no bar is known. When it
 * is full the oldest bar gives way; its memory is used again.
 */
final class BarSeries {
  private final @Nullable Bar[] ring;
  private int first;
  private int size;
  private long changes;

  BarSeries(int capacity) {
    ring = new Bar[capacity];
  }

  int size() {
    return size;
  }

  /** How often the content has changed. */
  long changes() {
    return changes;
  }

  /** {@code i} counts from 0, the oldest. */
  Bar get(int i) {
    return Objects.requireNonNull(ring[slot(i)]);
  }

  @Nullable Bar newest() {
    return size == 0 ? null : get(size - 1);
  }

  /** Open time of the newest bar, or {@link Long#MIN_VALUE}. */
  long newestOpenTime() {
    return size == 0 ? Long.MIN_VALUE : get(size - 1).openTimeMs();
  }

  /** Where the bar that opens at this time stands, or {@code -(insertion point) - 1}. */
  int indexOf(long openTimeMs) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = get(middle).openTimeMs();
      if (found == openTimeMs) {
        return middle;
      }
      if (found < openTimeMs) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Index of the first bar that opens at this time or later; {@link #size} when there is none. */
  int firstFrom(long openTimeMs) {
    int at = indexOf(openTimeMs);
    return at >= 0 ? at : -at - 1;
  }

  /** Copies a bar newer than all others to the end and answers the copy. */
  Bar append(Bar bar) {
    if (size == ring.length) {
      first = (first + 1) % ring.length;
      size--;
    }
    Bar kept = ring[slot(size)];
    if (kept == null) {
      kept = new Bar();
      ring[slot(size)] = kept;
    }
    size++;
    copy(bar, kept);
    return kept;
  }

  /** Copies a bar that is missing between or before the others; false when it is too old. */
  boolean insert(Bar bar) {
    int at = -indexOf(bar.openTimeMs()) - 1;
    if (at < 0 || (at == 0 && size == ring.length)) {
      return false;
    }
    if (size == ring.length) {
      at--;
    }
    Bar kept = append(bar);
    for (int i = size - 1; i > at; i--) {
      ring[slot(i)] = ring[slot(i - 1)];
    }
    ring[slot(at)] = kept;
    return true;
  }

  void replace(int i, Bar bar) {
    copy(bar, get(i));
  }

  private void copy(Bar bar, Bar kept) {
    kept.copyFrom(bar);
    kept.markClosed();
    changes++;
  }

  private int slot(int i) {
    return (first + i) % ring.length;
  }
}
