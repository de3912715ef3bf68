/**
 * The flow of trades: whether it is whole. Fed by {@code event}, read by {@code measure} and {@code
 * publish}.
 */
@NullMarked
package io.virtuoso.engine.market.flow;

import org.jspecify.annotations.NullMarked;
