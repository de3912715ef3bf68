/**
 * Coinbase Exchange's formats: raw messages in, events out. Fed through {@link
 * io.virtuoso.engine.inbound.exchange.FrameDecoders}; feeds {@code market} through {@code event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.coinbase;

import org.jspecify.annotations.NullMarked;
