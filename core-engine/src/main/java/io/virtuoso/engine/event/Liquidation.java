package io.virtuoso.engine.event;

/** A position closed by force. */
public final class Liquidation {
  public Instrument instrument;

  /** Exchange clock, ms since the epoch. */
  public long eventTimeMs;

  /** Ticks; bankruptcy or fill price, whichever the exchange gives. */
  public long price;

  /** Lots. */
  public long quantity;

  /** Whether a long position was closed (a forced sale); false for a short one. */
  public boolean longPosition;

  public Liquidation(Instrument instrument) {
    this.instrument = instrument;
  }
}
