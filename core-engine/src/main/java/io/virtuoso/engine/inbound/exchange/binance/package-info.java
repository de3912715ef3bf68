/**
 * Binance's formats, spot and USD-M futures: raw messages in, events out. Fed through {@link
 * io.virtuoso.engine.inbound.exchange.FrameDecoders}; feeds {@code market} through {@code event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.binance;

import org.jspecify.annotations.NullMarked;
