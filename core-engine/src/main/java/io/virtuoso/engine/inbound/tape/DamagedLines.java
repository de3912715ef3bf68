package io.virtuoso.engine.inbound.tape;

/** Hears of the lines of a recording that are no frames. */
@FunctionalInterface
public interface DamagedLines {
  /**
   * A line was skipped.
   *
   * @param lineNumber counted from 1
   */
  void onDamagedLine(long lineNumber, String reason);
}
