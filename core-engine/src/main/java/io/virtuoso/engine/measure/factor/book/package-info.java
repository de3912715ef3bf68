/**
 * Who is waiting where: the factors of the order book dimension. Fed with live books and trades by
 * the symbol's pipeline; feeds {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor.book;

import org.jspecify.annotations.NullMarked;
