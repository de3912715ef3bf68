/**
 * OKX's v5 formats for spot and swaps: raw messages in, events out. Fed through {@link
 * io.virtuoso.engine.inbound.exchange.FrameDecoders}; feeds {@code market} through {@code event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.okx;

import org.jspecify.annotations.NullMarked;
