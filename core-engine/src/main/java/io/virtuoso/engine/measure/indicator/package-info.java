/**
 * Bars in, numbers out, one at a time and without garbage. Fed by {@code market.candle}; feeds
 * {@code factor}.
 *
 * <p>What all of them keep to: NaN until warm; a sample that is not finite is skipped and leaves no
 * trace; {@code peek} and {@code look} answer for a bar in progress without keeping it, exactly as
 * {@code update} would; windows are summed afresh when a bar closes, so that no rounding error
 * survives its window and a restart from the same bars gives the same bits. Not thread-safe: the
 * symbol's pipeline owns them.
 */
@NullMarked
package io.virtuoso.engine.measure.indicator;

import org.jspecify.annotations.NullMarked;
