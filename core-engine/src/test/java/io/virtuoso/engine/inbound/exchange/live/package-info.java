/** Sockets and REST against fake exchanges: in fake time, and over loopback. */
@NullMarked
package io.virtuoso.engine.inbound.exchange.live;

import org.jspecify.annotations.NullMarked;
