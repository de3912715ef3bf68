package io.virtuoso.engine.measure.factor;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.OpenBars;
import io.virtuoso.engine.measure.factor.structure.StructureFactors;
import io.virtuoso.engine.measure.factor.technical.TechnicalFactors;
import io.virtuoso.engine.measure.factor.timeframe.Frames;
import io.virtuoso.engine.measure.factor.timeframe.Timeframe;
import io.virtuoso.engine.measure.factor.volume.VolumeFactors;
import io.virtuoso.model.Interval;
import java.util.List;
import java.util.stream.Stream;

/**
 * All factors of one symbol that are measured from candles. Bars must come in order of time, so
 * history comes before live bars; others are dropped and counted. Not thread-safe: the symbol's
 * pipeline owns it.
 */
public final class CandleFactors {
  private final Frames frames;
  private final List<Factor> factors;

  /** With the usual timeframes. */
  public CandleFactors() {
    this(Timeframe.DEFAULTS);
  }

  /**
   * @param timeframes the base first, each interval once
   */
  public CandleFactors(List<Timeframe> timeframes) {
    frames = new Frames(timeframes);
    factors =
        Stream.of(
                TechnicalFactors.of(frames), VolumeFactors.of(frames), StructureFactors.of(frames))
            .flatMap(List::stream)
            .toList();
  }

  /** Keeps a closed bar; an interval that is not a timeframe is ignored. */
  public void onBarClosed(Interval interval, BarView bar) {
    frames.close(interval, bar);
  }

  /**
   * Looks at the bars in progress once; all readings answer for them until the next call. Bars that
   * have already closed, or are not sound, count as not there.
   *
   * @param nowMs the symbol's newest event time, ms
   */
  public void beginRead(OpenBars open, long nowMs) {
    frames.look(open, nowMs);
  }

  /** Technical, volume, price structure; always in this order. */
  public List<Factor> factors() {
    return factors;
  }

  /** Closed bars that were not sound or came out of order. */
  public long droppedBars() {
    return frames.dropped();
  }
}
