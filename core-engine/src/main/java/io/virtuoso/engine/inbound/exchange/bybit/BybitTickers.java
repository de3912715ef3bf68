package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code tickers}: a snapshot, then deltas that hold only what changed. The crowding numbers go out
 * as they come, absent ones as NaN; a quote needs all four of its numbers, so the best prices are
 * merged here.
 */
final class BybitTickers implements Message {
  private static final NameTable NAMES =
      NameTable.of(
          "bid1Price",
          "bid1Size",
          "ask1Price",
          "ask1Size",
          "markPrice",
          "indexPrice",
          "fundingRate",
          "fundingIntervalHour",
          "openInterest",
          "singleOpenInterest",
          "symbol");
  private static final int BID_PRICE = 0;
  private static final int BID_SIZE = 1;
  private static final int ASK_PRICE = 2;
  private static final int ASK_SIZE = 3;
  private static final int QUOTED = 0b1111;
  private static final int MARK_PRICE = 4;
  private static final int INDEX_PRICE = 5;
  private static final int FUNDING_RATE = 6;
  private static final int FUNDING_INTERVAL = 7;
  private static final int OPEN_INTEREST = 8;
  private static final int SINGLE_OPEN_INTEREST = 9;
  private static final int CROWDING = 0b11_1111_0000;
  private static final int SYMBOL = 10;

  private final BybitPush push;
  private final Derivatives derivatives = new Derivatives(Draft.NOBODY);
  private final BestPrices stated = new BestPrices();
  private final Map<Instrument, BestPrices> best = new HashMap<>();
  private long seen;

  BybitTickers(BybitPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    derivatives.reset(Draft.NOBODY);
    double bothSides = Double.NaN;
    seen = 0;
    stated.clear();
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case BID_PRICE, ASK_PRICE -> stated.set(name, in.skipNone() ? 0 : draft.priceOrZero());
        case BID_SIZE, ASK_SIZE -> stated.set(name, in.skipNone() ? 0 : draft.quantity());
        case MARK_PRICE -> derivatives.markPrice = in.positive();
        case INDEX_PRICE -> derivatives.indexPrice = in.positive();
        case FUNDING_RATE -> derivatives.fundingRate = in.number();
        case FUNDING_INTERVAL -> derivatives.fundingIntervalHours = in.positive();
        case OPEN_INTEREST -> bothSides = in.notNegative();
        case SINGLE_OPEN_INTEREST -> derivatives.openInterest = in.notNegative();
        default -> throw in.malformed();
      }
    }
    if (Double.isNaN(derivatives.openInterest)) {
      derivatives.openInterest = bothSides / 2;
    }
    return (seen & (QUOTED | CROWDING)) == 0 ? Outcome.IGNORED : Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    if ((seen & QUOTED) != 0) {
      BestPrices merged = best.computeIfAbsent(instrument, _ -> new BestPrices());
      merged.merge(stated, instrument, push.isSnapshot());
      merged.deliver(instrument, push.timeMs(), listener);
    }
    if ((seen & CROWDING) != 0) {
      derivatives.instrument = instrument;
      derivatives.eventTimeMs = push.timeMs();
      listener.onDerivatives(derivatives);
    }
  }
}
