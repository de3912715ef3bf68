package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.DerivativesRows;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** The REST lists on open interest, long/short ratio and funding, newest first. */
final class BybitStatistics implements Message {
  private static final NameTable NAMES =
      NameTable.of(
          "openInterest",
          "singleOpenInterest",
          "buyRatio",
          "sellRatio",
          "fundingRate",
          "timestamp",
          "fundingRateTimestamp",
          "symbol");
  private static final int OPEN_INTEREST = 0;
  private static final int SINGLE_OPEN_INTEREST = 1;
  private static final int BUY_RATIO = 2;
  private static final int SELL_RATIO = 3;
  private static final int FUNDING_RATE = 4;
  private static final int TIMESTAMP = 5;
  private static final int FUNDING_TIMESTAMP = 6;
  private static final int TIMES = 0b110_0000;
  private static final int SYMBOL = 7;

  private final DerivativesRows rows = new DerivativesRows();

  @Override
  public Outcome read(Draft draft) {
    return rows.readArray(draft, BybitStatistics::readRow);
  }

  private static boolean readRow(Draft draft, Derivatives row) {
    JsonCursor in = draft.in();
    long seen = 0;
    double bothSides = Double.NaN;
    double buyRatio = Double.NaN;
    double sellRatio = Double.NaN;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case OPEN_INTEREST -> bothSides = in.notNegative();
        case SINGLE_OPEN_INTEREST -> row.openInterest = in.notNegative();
        case BUY_RATIO -> buyRatio = in.notNegative();
        case SELL_RATIO -> sellRatio = in.notNegative();
        case FUNDING_RATE -> row.fundingRate = in.number();
        case TIMESTAMP -> row.eventTimeMs = in.timeMs();
        case FUNDING_TIMESTAMP -> row.eventTimeMs = DerivativesRows.fundingHour(in.timeMs());
        default -> throw in.malformed();
      }
    }
    if ((seen & TIMES) == 0) {
      throw in.malformed();
    }
    if (Double.isNaN(row.openInterest)) {
      row.openInterest = bothSides / 2;
    }
    if (sellRatio > 0) { // nobody short: the ratio has no value
      row.longShortRatio = buyRatio / sellRatio;
    }
    return !Double.isNaN(row.openInterest)
        || !Double.isNaN(row.longShortRatio)
        || !Double.isNaN(row.fundingRate);
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
