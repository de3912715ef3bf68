package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.DerivativesRows;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * The REST answers on open interest, long/short ratio and funding: one object or a list of objects
 * with the time under one of three names, and one number that counts.
 */
final class BinanceStatistics implements Message {
  private static final NameTable NAMES =
      NameTable.of(
          "symbol",
          "openInterest",
          "sumOpenInterest",
          "longShortRatio",
          "fundingRate",
          "time",
          "timestamp",
          "fundingTime");
  private static final int SYMBOL = 0;
  private static final int OPEN_INTEREST = 1;
  private static final int SUM_OPEN_INTEREST = 2;
  private static final int LONG_SHORT_RATIO = 3;
  private static final int FUNDING_RATE = 4;
  private static final int NUMBERS = 0b1_1110;
  private static final int TIME = 5;
  private static final int TIMESTAMP = 6;
  private static final int FUNDING_TIME = 7;
  private static final int TIMES = 0b1110_0000;

  private final DerivativesRows rows = new DerivativesRows();

  @Override
  public Outcome read(Draft draft) {
    return draft.in().peek() == '['
        ? rows.readArray(draft, BinanceStatistics::readRow)
        : rows.readOne(draft, BinanceStatistics::readRow);
  }

  private static boolean readRow(Draft draft, Derivatives row) {
    JsonCursor in = draft.in();
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case OPEN_INTEREST, SUM_OPEN_INTEREST -> row.openInterest = in.notNegative();
        case LONG_SHORT_RATIO -> row.longShortRatio = in.notNegative();
        case FUNDING_RATE -> row.fundingRate = in.number();
        case TIME, TIMESTAMP -> row.eventTimeMs = in.timeMs();
        case FUNDING_TIME -> row.eventTimeMs = DerivativesRows.fundingHour(in.timeMs());
        default -> throw in.malformed();
      }
    }
    if ((seen & NUMBERS) == 0 || (seen & TIMES) == 0) {
      throw in.malformed();
    }
    return true;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
