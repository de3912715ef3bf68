/**
 * Momentum and trend oscillators, read as trend-following: strength is bullish. Fed with bars
 * through {@code timeframe}; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.technical;

import org.jspecify.annotations.NullMarked;
