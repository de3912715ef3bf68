/**
 * What all candle factors share: the four timeframes with their weights, one bar history for each,
 * and the blend of one measure's four answers. Fed by {@code CandleFactors}; used by {@code
 * technical}, {@code volume} and {@code structure}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.timeframe;

import org.jspecify.annotations.NullMarked;
