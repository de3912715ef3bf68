/**
 * How crowded the trade is: the factors of the sentiment dimension, read against the crowd. Fed
 * with derivatives data by the symbol's pipeline; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.crowd;

import org.jspecify.annotations.NullMarked;
