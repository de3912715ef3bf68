/** What is said to each exchange, word for word. */
@NullMarked
package io.virtuoso.engine.inbound.exchange.live.dialect;

import org.jspecify.annotations.NullMarked;
