/**
 * Who is hitting whom: the factors of the order flow dimension. Fed with trades, open interest and
 * closed bars by the symbol's pipeline; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.flow;

import org.jspecify.annotations.NullMarked;
