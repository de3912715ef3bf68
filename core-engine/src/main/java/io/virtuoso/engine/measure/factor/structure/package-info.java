/**
 * Where the price stands in its own history: trend, breaks, levels, blocks, gaps and ranges. Fed
 * with bars through {@code timeframe}; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.structure;

import org.jspecify.annotations.NullMarked;
