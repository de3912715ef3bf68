/**
 * Level-2 books in ticks and lots, each exchange's sequence rule, and what happens after a gap. Fed
 * by {@code event}, read by {@code measure} and {@code publish}.
 */
@NullMarked
package io.virtuoso.engine.market.book;

import org.jspecify.annotations.NullMarked;
