package io.virtuoso.engine.inbound.exchange.okx;

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
 * The REST lists on open interest and funding, objects, and on the long/short ratio and past open
 * interest, arrays of {@code [time, ratio]} and {@code [time, contracts, base currency, …]}.
 */
final class OkxStatistics implements Message {
  private static final NameTable NAMES =
      NameTable.of("oiCcy", "fundingRate", "ts", "fundingTime", "instId");
  private static final int OPEN_INTEREST = 0;
  private static final int FUNDING_RATE = 1;
  private static final int TIME = 2;
  private static final int FUNDING_TIME = 3;
  private static final int TIMES = 0b1100;
  private static final int SYMBOL = 4;

  private final DerivativesRows.RowReader reader;
  private final DerivativesRows rows = new DerivativesRows();

  private OkxStatistics(DerivativesRows.RowReader reader) {
    this.reader = reader;
  }

  static OkxStatistics ofObjects() {
    return new OkxStatistics(OkxStatistics::readObject);
  }

  static OkxStatistics ofRatios() {
    return new OkxStatistics(OkxStatistics::readRatio);
  }

  static OkxStatistics ofInterest() {
    return new OkxStatistics(OkxStatistics::readInterest);
  }

  @Override
  public Outcome read(Draft draft) {
    return rows.readArray(draft, reader);
  }

  private static boolean readObject(Draft draft, Derivatives row) {
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
        case OPEN_INTEREST -> row.openInterest = in.notNegative();
        case FUNDING_RATE -> row.fundingRate = in.number();
        case TIME -> row.eventTimeMs = in.timeMs();
        case FUNDING_TIME -> row.eventTimeMs = DerivativesRows.fundingHour(in.timeMs());
        default -> throw in.malformed();
      }
    }
    if ((seen & TIMES) == 0) {
      throw in.malformed();
    }
    return !Double.isNaN(row.openInterest) || !Double.isNaN(row.fundingRate);
  }

  private static boolean readRatio(Draft draft, Derivatives row) {
    JsonCursor in = draft.in();
    in.enterArray();
    in.requireElement();
    row.eventTimeMs = in.timeMs();
    in.requireElement();
    row.longShortRatio = in.notNegative();
    skipRest(in);
    return !Double.isNaN(row.longShortRatio);
  }

  private static boolean readInterest(Draft draft, Derivatives row) {
    JsonCursor in = draft.in();
    in.enterArray();
    in.requireElement();
    row.eventTimeMs = in.timeMs();
    in.requireElement();
    in.skip();
    in.requireElement();
    row.openInterest = in.notNegative();
    skipRest(in);
    return !Double.isNaN(row.openInterest);
  }

  private static void skipRest(JsonCursor in) {
    while (in.nextElement()) {
      in.skip();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
