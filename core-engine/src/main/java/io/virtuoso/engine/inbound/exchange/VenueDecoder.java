package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import java.util.List;

/** Reads frames of one dialect: as many passes as the frame needs, then delivery or none. */
final class VenueDecoder implements FrameDecoder {
  private final Dialect dialect;
  private final InstrumentTable instruments;
  private final Draft draft;

  VenueDecoder(Dialect dialect, InstrumentTable instruments) {
    this.dialect = dialect;
    this.instruments = instruments;
    this.draft = new Draft(instruments);
  }

  @Override
  public Outcome decode(byte[] frame, int offset, int length, MarketListener listener) {
    Outcome outcome;
    try {
      outcome = read(frame, offset, length);
    } catch (MalformedFrameException _) {
      return Outcome.REJECTED;
    }
    return outcome == Outcome.EVENTS ? draft.deliver(listener) : outcome;
  }

  @Override
  public List<Instrument> instruments() {
    return instruments.instruments();
  }

  private Outcome read(byte[] frame, int offset, int length) {
    draft.begin(frame, offset, length);
    Outcome outcome;
    do {
      outcome = dialect.read(draft);
      draft.in().finish();
    } while (outcome == Outcome.EVENTS && draft.passAgain());
    return outcome;
  }
}
