/**
 * The sockets and REST calls that bring raw messages in. Fed by the exchanges; feeds a {@code
 * FrameSink}, behind which the pipelines and the tape stand. {@code ExchangeFeed} is the way in;
 * {@code dialect} holds what differs between exchanges.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.live;

import org.jspecify.annotations.NullMarked;
