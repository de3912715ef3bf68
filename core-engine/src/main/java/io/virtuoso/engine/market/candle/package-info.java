/**
 * One-minute bars from trades and klines, their roll-ups to the longer intervals, and the gaps
 * between them. Fed by {@code event}, read by {@code measure}, {@code overview} and {@code
 * publish}.
 */
@NullMarked
package io.virtuoso.engine.market.candle;

import org.jspecify.annotations.NullMarked;
