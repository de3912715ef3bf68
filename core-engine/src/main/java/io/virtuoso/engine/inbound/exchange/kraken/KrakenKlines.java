package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.Rows;
import io.virtuoso.model.Interval;
import java.util.IdentityHashMap;

/**
 * {@code ohlc}: the state of bars, oldest first. None says that it is closed: a bar is when the
 * next one has begun, so each is kept until then.
 */
final class KrakenKlines implements Message {
  private static final NameTable NAMES =
      NameTable.of(
          "symbol",
          "interval",
          "interval_begin",
          "open",
          "high",
          "low",
          "close",
          "volume",
          "trades");
  private static final int SYMBOL = 0;
  private static final int INTERVAL = 1;
  private static final int BEGIN = 2;
  private static final int OPEN = 3;
  private static final int HIGH = 4;
  private static final int LOW = 5;
  private static final int CLOSE = 6;
  private static final int VOLUME = 7;
  private static final int TRADES = 8;
  private static final int REQUIRED = 0b1_1111_1111;

  private static final Interval[] INTERVALS = Interval.values();

  private final Rows<Kline> klines = new Rows<>(() -> new Kline(Draft.NOBODY));
  private final IdentityHashMap<Instrument, KrakenOpenBars> open = new IdentityHashMap<>();

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    klines.clear();
    in.enterArray();
    while (in.nextElement()) {
      if (!readKline(draft, klines.add())) {
        klines.removeLast();
      }
    }
    return klines.outcome();
  }

  /** False for an interval that is none of ours. */
  private static boolean readKline(Draft draft, Kline kline) {
    JsonCursor in = draft.in();
    long seen = 0;
    long minutes = 0;
    long begin = 0;
    long trades = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case INTERVAL -> minutes = in.count();
        case BEGIN -> begin = in.isoTimeMs();
        case OPEN -> kline.open = draft.price();
        case HIGH -> kline.high = draft.price();
        case LOW -> kline.low = draft.price();
        case CLOSE -> kline.close = draft.price();
        case VOLUME -> kline.volume = draft.quantity();
        case TRADES -> trades = in.count();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      throw in.malformed();
    }
    for (Interval interval : INTERVALS) {
      if (interval.duration().toMinutes() == minutes) {
        KlineRows.begin(kline, interval, KlineRows.aligned(begin, interval, in));
        kline.trades = trades;
        return true;
      }
    }
    return false;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    KrakenOpenBars bars = open.computeIfAbsent(instrument, _ -> new KrakenOpenBars());
    for (int i = 0; i < klines.size(); i++) {
      Kline kline = klines.get(i);
      kline.instrument = instrument;
      bars.follow(kline, listener);
    }
  }
}
