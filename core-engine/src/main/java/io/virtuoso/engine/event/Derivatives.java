package io.virtuoso.engine.event;

/**
 * What a perpetual's venue tells about crowding. A message fills what it carries; everything else
 * is NaN, meaning unchanged.
 */
public final class Derivatives {
  public Instrument instrument;

  /** Exchange clock, ms since the epoch. */
  public long eventTimeMs;

  /** Quote currency. */
  public double markPrice;

  /** Quote currency. */
  public double indexPrice;

  /** Share per funding interval, for example 0.0001. */
  public double fundingRate;

  /** Hours between two fundings; NaN means unknown, take 8. */
  public double fundingIntervalHours;

  /** Base currency, one side counted once. */
  public double openInterest;

  /** Accounts long divided by accounts short. */
  public double longShortRatio;

  public Derivatives(Instrument instrument) {
    reset(instrument);
  }

  /** Sets every number to NaN. */
  public void reset(Instrument next) {
    instrument = next;
    eventTimeMs = 0;
    markPrice = Double.NaN;
    indexPrice = Double.NaN;
    fundingRate = Double.NaN;
    fundingIntervalHours = Double.NaN;
    openInterest = Double.NaN;
    longShortRatio = Double.NaN;
  }
}
