/**
 * Kraken's v2 formats for spot: raw messages in, events out. Fed through {@link
 * io.virtuoso.engine.inbound.exchange.FrameDecoders}; feeds {@code market} through {@code event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.kraken;

import org.jspecify.annotations.NullMarked;
