/**
 * Whether the move is paid for: what was traded, by whom, and where in the bar. Fed with bars
 * through {@code timeframe}; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.volume;

import org.jspecify.annotations.NullMarked;
