/**
 * Streaming numerics in event time that need no history beyond a fixed buffer. Fed by the factors
 * with trades, books and derivatives; feeds their readings.
 */
@NullMarked
package io.virtuoso.engine.measure.statistic;

import org.jspecify.annotations.NullMarked;
