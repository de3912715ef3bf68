package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import java.util.IdentityHashMap;

/**
 * {@code mark-price}, {@code index-tickers}, {@code funding-rate} and {@code open-interest}: each
 * tells one of a swap's crowding numbers. The index comes under its own name; it is kept, so that a
 * mark price goes out together with the index of its time.
 */
final class OkxStates implements Message {
  private static final NameTable NAMES =
      NameTable.of(
          "ts",
          "instId",
          "markPx",
          "idxPx",
          "fundingRate",
          "fundingTime",
          "nextFundingTime",
          "oiCcy");
  private static final int TIME = 0;
  private static final int SYMBOL = 1;
  private static final int MARK_PRICE = 2;
  private static final int INDEX_PRICE = 3;
  private static final int FUNDING_RATE = 4;
  private static final int FUNDING_TIME = 5;
  private static final int NEXT_FUNDING_TIME = 6;
  private static final int OPEN_INTEREST = 7;
  private static final int TELLING = 0b1001_1100;

  private static final double HOUR_MS = 3_600_000;

  /** An index is pushed at least once a minute, unless its feed is dead. */
  private static final long INDEX_LIFE_MS = 60_000;

  private static final class Index {
    private double price;
    private long timeMs;
  }

  private final OkxPush push;
  private final Derivatives state = new Derivatives(Draft.NOBODY);
  private final IdentityHashMap<Instrument, Index> indices = new IdentityHashMap<>();

  OkxStates(OkxPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    state.reset(Draft.NOBODY);
    in.enterArray();
    if (!in.nextElement()) {
      return Outcome.IGNORED;
    }
    long seen = 0;
    long funding = 0;
    long nextFunding = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case TIME -> state.eventTimeMs = in.timeMs();
        case SYMBOL -> {
          in.string();
          if (!push.isOfIndex()) {
            draft.symbol(in.textStart(), in.textLength());
          }
        }
        case MARK_PRICE -> state.markPrice = in.positive();
        case INDEX_PRICE -> state.indexPrice = in.positive();
        case FUNDING_RATE -> state.fundingRate = in.number();
        case FUNDING_TIME -> funding = in.skipNone() ? 0 : in.timeMs();
        case NEXT_FUNDING_TIME -> nextFunding = in.skipNone() ? 0 : in.timeMs();
        case OPEN_INTEREST -> state.openInterest = in.notNegative();
        default -> throw in.malformed();
      }
    }
    if (in.nextElement() || state.eventTimeMs == 0) {
      throw in.malformed();
    }
    if (funding > 0 && nextFunding > funding) {
      state.fundingIntervalHours = (nextFunding - funding) / HOUR_MS;
    }
    return (seen & TELLING) == 0 ? Outcome.IGNORED : Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    if (!Double.isNaN(state.indexPrice)) {
      Index index = indices.computeIfAbsent(instrument, _ -> new Index());
      index.price = state.indexPrice;
      index.timeMs = state.eventTimeMs;
    } else if (!Double.isNaN(state.markPrice)) {
      Index index = indices.get(instrument);
      if (index != null && Math.abs(state.eventTimeMs - index.timeMs) <= INDEX_LIFE_MS) {
        state.indexPrice = index.price;
      }
    }
    state.instrument = instrument;
    listener.onDerivatives(state);
  }
}
