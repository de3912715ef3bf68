/**
 * Recordings: raw frames with the time of their arrival, and candle histories. Fed by files and,
 * when recording, by the live connections; feeds the decoders and {@code market} just as an
 * exchange does.
 */
@NullMarked
package io.virtuoso.engine.inbound.tape;

import org.jspecify.annotations.NullMarked;
