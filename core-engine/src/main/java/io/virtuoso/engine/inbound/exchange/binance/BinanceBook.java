package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code depthUpdate}: changed levels, chained by {@code U}, {@code u} and on futures {@code pu}.
 */
final class BinanceBook implements Message {
  private static final NameTable NAMES = NameTable.of("s", "E", "U", "u", "b", "a", "pu");
  private static final int SYMBOL = 0;
  private static final int EVENT_TIME = 1;
  private static final int FIRST = 2;
  private static final int LAST = 3;
  private static final int BIDS = 4;
  private static final int ASKS = 5;
  private static final int REQUIRED = 0b111111;
  private static final int PREVIOUS = 6;

  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    long seen = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case EVENT_TIME -> update.eventTimeMs = in.timeMs();
        case FIRST -> update.firstSequence = in.count();
        case LAST -> update.lastSequence = in.count();
        case PREVIOUS -> update.previousSequence = in.count();
        case BIDS -> draft.levels(update.bids);
        case ASKS -> draft.levels(update.asks);
        default -> throw in.malformed();
      }
    }
    boolean ordered = update.firstSequence <= update.lastSequence;
    return (seen & REQUIRED) == REQUIRED && ordered ? Outcome.EVENTS : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    update.instrument = instrument;
    listener.onBook(update);
  }
}
