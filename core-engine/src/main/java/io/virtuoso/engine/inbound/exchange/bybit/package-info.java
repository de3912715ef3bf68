/**
 * Bybit's v5 formats for linear perpetuals and spot: raw messages in, events out. Fed through
 * {@link io.virtuoso.engine.inbound.exchange.FrameDecoders}; feeds {@code market} through {@code
 * event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.bybit;

import org.jspecify.annotations.NullMarked;
