package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Scale;
import io.virtuoso.engine.event.Side;
import java.util.Arrays;

/**
 * Deltas in their order, copied out of their carriers, waiting for a snapshot. Bounded in number
 * and in size.
 */
final class DeltaBuffer {
  /*
   * One array. Each delta is a header, then price and quantity of its bids, then of its asks:
   *
   *   first | last | previous | event time | bids | asks | price, lots | price, lots | …
   */
  private static final int HEADER = 6;

  private static final int FIRST_CAPACITY = 1 << 12;

  /** Longs kept between two uses; a larger array is given back. */
  private static final int KEPT_CAPACITY = 1 << 15;

  private static final int MAX_CAPACITY = 1 << 19;

  private final int maxUpdates;
  private long[] data = new long[FIRST_CAPACITY];
  private int end;
  private int updates;
  private long lastSequence;
  private int priceScale;
  private int quantityScale;

  DeltaBuffer(int maxUpdates) {
    this.maxUpdates = maxUpdates;
  }

  boolean isEmpty() {
    return updates == 0;
  }

  int updates() {
    return updates;
  }

  /** Of the newest delta. */
  long lastSequence() {
    return lastSequence;
  }

  void clear() {
    end = 0;
    updates = 0;
    if (data.length > KEPT_CAPACITY) {
      data = new long[FIRST_CAPACITY];
    }
  }

  /** Copies a delta; false, with nothing changed, when it does not fit. */
  boolean add(BookUpdate update) {
    int needed = end + HEADER + 2 * (update.bids.size() + update.asks.size());
    if (updates == maxUpdates || needed > MAX_CAPACITY) {
      return false;
    }
    rescale(update.instrument);
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, Math.min(MAX_CAPACITY, data.length * 2)));
    }
    data[end++] = update.firstSequence;
    data[end++] = update.lastSequence;
    data[end++] = update.previousSequence;
    data[end++] = update.eventTimeMs;
    data[end++] = update.bids.size();
    data[end++] = update.asks.size();
    copy(update.bids);
    copy(update.asks);
    updates++;
    lastSequence = update.lastSequence;
    return true;
  }

  /**
   * Counts on in the scales of the instrument, if they have grown.
   *
   * @throws ArithmeticException when a level does not fit; the buffer is empty then
   */
  void rescale(Instrument instrument) {
    if (updates > 0
        && (priceScale != instrument.priceScale() || quantityScale != instrument.quantityScale())) {
      try {
        rescaleLevels(instrument);
      } catch (ArithmeticException e) {
        clear();
        throw e;
      }
    }
    priceScale = instrument.priceScale();
    quantityScale = instrument.quantityScale();
  }

  /** Where the delta after the one at {@code at} begins; the first begins at 0. */
  int next(int at) {
    return at + HEADER + 2 * levels(at);
  }

  boolean holdsOneAt(int at) {
    return at < end;
  }

  long lastSequence(int at) {
    return data[at + 1];
  }

  /** What the delta at {@code at} is to a snapshot that ends at {@code local}. */
  SequenceRule.Step step(SequenceRule rule, long local, int at) {
    return rule.step(local, true, data[at], data[at + 1], data[at + 2]);
  }

  long eventTimeMs(int at) {
    return data[at + 3];
  }

  void applyTo(OrderBook book, int at) {
    int firstAsk = at + HEADER + 2 * (int) data[at + 4];
    apply(book.ladder(Side.BID), at + HEADER, firstAsk);
    apply(book.ladder(Side.ASK), firstAsk, next(at));
  }

  private void apply(Ladder ladder, int from, int to) {
    for (int i = from; i < to; i += 2) {
      ladder.set(data[i], data[i + 1]);
    }
  }

  private int levels(int at) {
    return (int) (data[at + 4] + data[at + 5]);
  }

  private void copy(BookUpdate.Levels levels) {
    for (int i = 0; i < levels.size(); i++) {
      data[end++] = levels.price(i);
      data[end++] = levels.quantity(i);
    }
  }

  private void rescaleLevels(Instrument instrument) {
    for (int at = 0; at < end; at = next(at)) {
      for (int i = at + HEADER; i < next(at); i += 2) {
        data[i] = Scale.rescale(data[i], priceScale, instrument.priceScale());
        data[i + 1] = Scale.rescale(data[i + 1], quantityScale, instrument.quantityScale());
      }
    }
  }
}
