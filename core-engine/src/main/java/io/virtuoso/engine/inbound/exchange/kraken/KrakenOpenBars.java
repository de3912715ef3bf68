package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Scale;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.model.Interval;
import java.util.EnumMap;

/** The newest bar of each interval of one instrument, kept until the next one begins. */
final class KrakenOpenBars {
  private final EnumMap<Interval, Kline> newest = new EnumMap<>(Interval.class);
  private int priceScale;
  private int quantityScale;

  /** Delivers the bar, and before it the one that it closes. */
  void follow(Kline kline, MarketListener listener) {
    Instrument instrument = kline.instrument;
    recount(instrument);
    Kline last = newest.get(kline.interval);
    if (last == null) {
      last = new Kline(instrument);
      newest.put(kline.interval, last);
    } else if (last.openTimeMs < kline.openTimeMs) {
      last.closed = true;
      listener.onKline(last);
    } else if (last.openTimeMs > kline.openTimeMs) {
      return; // closed already
    }
    copy(kline, last);
    listener.onKline(kline);
  }

  private static void copy(Kline from, Kline to) {
    KlineRows.begin(to, from.interval, from.openTimeMs);
    to.open = from.open;
    to.high = from.high;
    to.low = from.low;
    to.close = from.close;
    to.volume = from.volume;
    to.trades = from.trades;
  }

  /** Counts what is kept in the scales of now; what does not fit any more is forgotten. */
  private void recount(Instrument instrument) {
    int prices = instrument.priceScale();
    int quantities = instrument.quantityScale();
    if (prices == priceScale && quantities == quantityScale) {
      return;
    }
    newest.values().removeIf(bar -> !fits(bar, prices, quantities));
    priceScale = prices;
    quantityScale = quantities;
  }

  private boolean fits(Kline bar, int prices, int quantities) {
    try {
      bar.open = Scale.rescale(bar.open, priceScale, prices);
      bar.high = Scale.rescale(bar.high, priceScale, prices);
      bar.low = Scale.rescale(bar.low, priceScale, prices);
      bar.close = Scale.rescale(bar.close, priceScale, prices);
      bar.volume = Scale.rescale(bar.volume, quantityScale, quantities);
      return true;
    } catch (ArithmeticException _) {
      return false;
    }
  }
}
