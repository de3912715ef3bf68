package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.Scale;
import io.virtuoso.engine.inbound.exchange.Draft;

/** The best prices and sizes of one instrument, as far as its tickers have told them. */
final class BestPrices {
  private static final int BID_PRICE = 0;
  private static final int BID_SIZE = 1;
  private static final int ASK_PRICE = 2;
  private static final int ASK_SIZE = 3;
  private static final int ALL = 0b1111;

  private final long[] numbers = new long[4];
  private final Quote quote = new Quote(Draft.NOBODY);
  private int known;
  private int priceScale;
  private int quantityScale;

  void clear() {
    known = 0;
  }

  /** {@code which}: bid price, bid size, ask price, ask size, in this order from 0. */
  void set(int which, long number) {
    numbers[which] = number;
    known |= 1 << which;
  }

  /** Takes over what {@code stated} knows, counted in the instrument's scales of now. */
  void merge(BestPrices stated, Instrument instrument, boolean snapshot) {
    if (snapshot) {
      known = 0;
    }
    recount(instrument);
    for (int which = 0; which < numbers.length; which++) {
      if ((stated.known & (1 << which)) != 0) {
        set(which, stated.numbers[which]);
      }
    }
  }

  private void recount(Instrument instrument) {
    if (priceScale == instrument.priceScale() && quantityScale == instrument.quantityScale()) {
      return;
    }
    for (int which = 0; which < numbers.length; which++) {
      boolean price = which == BID_PRICE || which == ASK_PRICE;
      int from = price ? priceScale : quantityScale;
      int to = price ? instrument.priceScale() : instrument.quantityScale();
      long factor = Scale.power(to - from);
      if (numbers[which] <= Long.MAX_VALUE / factor) {
        numbers[which] *= factor;
      } else {
        known &= ~(1 << which);
      }
    }
    priceScale = instrument.priceScale();
    quantityScale = instrument.quantityScale();
  }

  /** Delivers a quote if both sides are known. */
  void deliver(Instrument instrument, long timeMs, MarketListener listener) {
    if (known != ALL || numbers[BID_PRICE] == 0 || numbers[ASK_PRICE] == 0) {
      return;
    }
    quote.instrument = instrument;
    quote.eventTimeMs = timeMs;
    quote.sequence = BookUpdate.NONE;
    quote.bidPrice = numbers[BID_PRICE];
    quote.bidQuantity = numbers[BID_SIZE];
    quote.askPrice = numbers[ASK_PRICE];
    quote.askQuantity = numbers[ASK_SIZE];
    listener.onQuote(quote);
  }
}
