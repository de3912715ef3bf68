package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.model.Interval;
import java.util.Arrays;

/** {@code kline}: the state of one bar. Intervals other than our four are of no interest. */
final class BinanceKlines implements Message {
  private static final NameTable OUTER = NameTable.of("s", "k");
  private static final int SYMBOL = 0;
  private static final int BAR = 1;

  private static final NameTable NAMES =
      NameTable.of("t", "i", "o", "c", "h", "l", "v", "n", "x", "q", "V", "s");
  private static final int OPEN_TIME = 0;
  private static final int INTERVAL = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 3;
  private static final int HIGH = 4;
  private static final int LOW = 5;
  private static final int VOLUME = 6;
  private static final int TRADES = 7;
  private static final int CLOSED = 8;
  private static final int QUOTE_VOLUME = 9;
  private static final int TAKER_BUY_VOLUME = 10;
  private static final int REQUIRED = 0b111_1111_1111;
  private static final int INNER_SYMBOL = 11;

  private static final Interval[] INTERVALS = Interval.values();
  private static final NameTable INTERVAL_CODES =
      NameTable.of(Arrays.stream(INTERVALS).map(Interval::code).toList());

  private final Kline kline = new Kline(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.REJECTED;
    long seen = 0;
    for (int name = in.nextName(OUTER); name != JsonCursor.END; name = in.nextName(OUTER)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case BAR -> outcome = readBar(draft);
        default -> throw in.malformed();
      }
    }
    return outcome;
  }

  private Outcome readBar(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    long openTime = 0;
    int interval = NameTable.UNKNOWN;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case INNER_SYMBOL -> draft.symbol();
        case OPEN_TIME -> openTime = in.timeMs();
        case INTERVAL -> interval = in.string(INTERVAL_CODES);
        case OPEN -> kline.open = draft.price();
        case CLOSE -> kline.close = draft.price();
        case HIGH -> kline.high = draft.price();
        case LOW -> kline.low = draft.price();
        case VOLUME -> kline.volume = draft.quantity();
        case TRADES -> kline.trades = in.count();
        case CLOSED -> kline.closed = in.bool();
        case QUOTE_VOLUME -> kline.quoteVolume = in.number();
        case TAKER_BUY_VOLUME -> kline.takerBuyVolume = draft.quantity();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      return Outcome.REJECTED;
    }
    if (interval == NameTable.UNKNOWN) {
      return Outcome.IGNORED;
    }
    kline.interval = INTERVALS[interval];
    kline.openTimeMs = KlineRows.aligned(openTime, kline.interval, in);
    return Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    kline.instrument = instrument;
    listener.onKline(kline);
  }
}
