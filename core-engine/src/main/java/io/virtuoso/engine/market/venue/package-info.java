/**
 * Which venues of one symbol count, and which of them leads. Fed with what was heard of each; next:
 * {@code measure}.
 */
@NullMarked
package io.virtuoso.engine.market.venue;

import org.jspecify.annotations.NullMarked;
