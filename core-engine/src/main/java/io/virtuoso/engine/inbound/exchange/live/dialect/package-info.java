/**
 * What is said to each exchange and how its answers are told apart: addresses, subscriptions, REST
 * requests with their weights, instrument lists. No socket, no clock. Fed by {@code live}, which
 * sends what stands here; feeds it with plain values.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange.live.dialect;

import org.jspecify.annotations.NullMarked;
