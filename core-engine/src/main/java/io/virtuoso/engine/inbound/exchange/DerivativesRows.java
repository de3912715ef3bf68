package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;

/** The statistics of a REST answer: staged in the venue's order, delivered oldest first. */
public final class DerivativesRows {
  private static final long HOUR_MS = 3_600_000;
  private static final long FUNDING_DELAY_MS = 60_000;

  private final Rows<Derivatives> rows = new Rows<>(() -> new Derivatives(Draft.NOBODY));

  /** Reads one row from its opening brace; false when it tells nothing. */
  @FunctionalInterface
  public interface RowReader {
    boolean read(Draft draft, Derivatives row);
  }

  public FrameDecoder.Outcome readArray(Draft draft, RowReader reader) {
    JsonCursor in = draft.in();
    rows.clear();
    in.enterArray();
    while (in.nextElement()) {
      row(draft, reader);
    }
    return rows.outcome();
  }

  public FrameDecoder.Outcome readOne(Draft draft, RowReader reader) {
    rows.clear();
    row(draft, reader);
    return rows.outcome();
  }

  private void row(Draft draft, RowReader reader) {
    Derivatives row = rows.add();
    row.reset(Draft.NOBODY);
    if (!reader.read(draft, row)) {
      rows.removeLast();
    }
  }

  private static long time(Derivatives row) {
    return row.eventTimeMs;
  }

  public void deliver(Instrument instrument, MarketListener listener) {
    rows.forEachFromOldest(
        DerivativesRows::time,
        row -> {
          row.instrument = instrument;
          listener.onDerivatives(row);
        });
  }

  /** The full hour of a funding that was booked a little after it. */
  public static long fundingHour(long timeMs) {
    long late = timeMs % HOUR_MS;
    return late < FUNDING_DELAY_MS ? timeMs - late : timeMs;
  }
}
