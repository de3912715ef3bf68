package io.virtuoso.simulator.wire;

/** How a venue writes decimals. */
public enum Numerals {
  /** Quoted, with as many decimals as the instrument has. */
  FIXED,
  /** Quoted, without zeros at the end. */
  SHORT,
  /** Bare JSON numbers, with as many decimals as the instrument has. */
  BARE,
  /** Bare JSON numbers, without zeros at the end. */
  BARE_SHORT
}
