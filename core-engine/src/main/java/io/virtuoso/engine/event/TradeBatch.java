package io.virtuoso.engine.event;

import java.util.Arrays;

/** The trades of one message, in the exchange's order, all of one instrument. */
public final class TradeBatch {
  /** No numeric trade id (Bybit linear uses UUIDs). */
  public static final long NO_ID = -1;

  public Instrument instrument;
  private long[] ids = new long[16];
  private long[] firstIds = new long[16];
  private long[] times = new long[16];
  private long[] prices = new long[16];
  private long[] quantities = new long[16];
  private boolean[] takerBuys = new boolean[16];
  private int size;

  public TradeBatch(Instrument instrument) {
    this.instrument = instrument;
  }

  public void reset(Instrument next) {
    instrument = next;
    size = 0;
  }

  public void add(long id, long timeMs, long priceTicks, long quantityLots, boolean takerBuy) {
    add(id, id, timeMs, priceTicks, quantityLots, takerBuy);
  }

  /** Adds what the exchange has put together from the matches {@code firstId} to {@code id}. */
  public void add(
      long firstId, long id, long timeMs, long priceTicks, long quantityLots, boolean takerBuy) {
    if (size == ids.length) {
      int larger = size * 2;
      ids = Arrays.copyOf(ids, larger);
      firstIds = Arrays.copyOf(firstIds, larger);
      times = Arrays.copyOf(times, larger);
      prices = Arrays.copyOf(prices, larger);
      quantities = Arrays.copyOf(quantities, larger);
      takerBuys = Arrays.copyOf(takerBuys, larger);
    }
    ids[size] = id;
    firstIds[size] = firstId;
    times[size] = timeMs;
    prices[size] = priceTicks;
    quantities[size] = quantityLots;
    takerBuys[size++] = takerBuy;
  }

  public int size() {
    return size;
  }

  /** The exchange's number, consecutive per instrument on Binance, or {@link #NO_ID}. */
  public long id(int i) {
    return ids[i];
  }

  /** The number of the first match in it; {@link #id} where it is one match. */
  public long firstId(int i) {
    return firstIds[i];
  }

  /** When it matched: exchange clock, ms since the epoch. */
  public long timeMs(int i) {
    return times[i];
  }

  /** Ticks. */
  public long price(int i) {
    return prices[i];
  }

  /** Lots. */
  public long quantity(int i) {
    return quantities[i];
  }

  /** Whether the aggressor bought. */
  public boolean takerBuy(int i) {
    return takerBuys[i];
  }
}
