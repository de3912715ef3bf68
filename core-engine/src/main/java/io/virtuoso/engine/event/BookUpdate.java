package io.virtuoso.engine.event;

import java.util.Arrays;

/**
 * One order-book message, whole: a listener checks its sequence before it applies any level.
 *
 * <p>Levels are absolute sizes: price in ticks, quantity in lots of {@link #instrument}, 0 removes
 * the level. Which of the sequence fields an exchange fills depends on its rule; unused ones are
 * {@link #NONE}.
 */
public final class BookUpdate {
  /** A sequence field that the exchange does not send. */
  public static final long NONE = -1;

  /** Where the levels come from and what they do to the book. */
  public enum Kind {
    /** Replaces the book; sent on the stream itself. */
    SNAPSHOT,
    /** Replaces the book after its sequence has been matched with buffered deltas; from REST. */
    REST_SNAPSHOT,
    /** Changes levels. */
    DELTA
  }

  public Instrument instrument;
  public Kind kind = Kind.DELTA;

  /** Exchange clock, ms since the epoch; 0 when the message has no time (REST snapshots). */
  public long eventTimeMs;

  /** Binance {@code U}. */
  public long firstSequence = NONE;

  /** Binance {@code u} or {@code lastUpdateId}, Bybit {@code u}, OKX {@code seqId}. */
  public long lastSequence = NONE;

  /** Binance USD-M {@code pu}, OKX {@code prevSeqId}. */
  public long previousSequence = NONE;

  /** What the book must come to, an unsigned 32-bit number, or {@link #NONE}. */
  public long checksum = NONE;

  /** Decimal places of prices as written, trailing zeros counted; 0 where nothing asks for them. */
  public int pricePlaces;

  /** Decimal places of quantities as written, trailing zeros counted; 0 likewise. */
  public int quantityPlaces;

  /** Levels a side that the exchange keeps us told of; 0 for all. */
  public int depth;

  public final Levels bids = new Levels();
  public final Levels asks = new Levels();

  public BookUpdate(Instrument instrument) {
    this.instrument = instrument;
  }

  /** Empties it for the next message. */
  public void reset(Instrument next) {
    instrument = next;
    kind = Kind.DELTA;
    eventTimeMs = 0;
    firstSequence = NONE;
    lastSequence = NONE;
    previousSequence = NONE;
    checksum = NONE;
    pricePlaces = 0;
    quantityPlaces = 0;
    depth = 0;
    bids.clear();
    asks.clear();
  }

  /** Price and quantity pairs in the order of the message. Grows, never shrinks. */
  public static final class Levels {
    private long[] prices = new long[64];
    private long[] quantities = new long[64];
    private int size;

    public int size() {
      return size;
    }

    /** Ticks. */
    public long price(int i) {
      return prices[i];
    }

    /** Lots; 0 removes. */
    public long quantity(int i) {
      return quantities[i];
    }

    public void add(long priceTicks, long quantityLots) {
      if (size == prices.length) {
        prices = Arrays.copyOf(prices, size * 2);
        quantities = Arrays.copyOf(quantities, size * 2);
      }
      prices[size] = priceTicks;
      quantities[size++] = quantityLots;
    }

    /** Whether every price is positive and no quantity negative. */
    public boolean areWellFormed() {
      for (int i = 0; i < size; i++) {
        if (prices[i] <= 0 || quantities[i] < 0) {
          return false;
        }
      }
      return true;
    }

    public void clear() {
      size = 0;
    }
  }
}
