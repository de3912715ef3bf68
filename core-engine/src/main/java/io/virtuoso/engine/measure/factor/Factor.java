package io.virtuoso.engine.measure.factor;

import io.virtuoso.model.Dimension;
import java.util.List;

/**
 * One observation inside a dimension. Fed with market state by whoever owns it, on the thread of
 * its symbol; O(1) per event and nothing allocated after construction.
 */
public interface Factor {
  /** The name in documents and configuration, for example {@code cvd}. */
  String name();

  Dimension dimension();

  /** Whose age counts for freshness. */
  Evidence evidence();

  /** The names and units of the raw numbers, in the order of {@link Reading#input}. */
  List<InputSpec> inputs();

  /**
   * Answers from what is known now.
   *
   * @param nowMs the symbol's newest event time, ms
   */
  void read(long nowMs, Reading out);

  /**
   * A raw number that a factor reports.
   *
   * @param unit for example {@code quote}, {@code base}, {@code ratio}, {@code percent}, {@code
   *     points}, {@code count}
   */
  record InputSpec(String name, String unit) {}
}
