/**
 * Market-wide documents, folded from every symbol's latest state at event-time boundaries. Fed by
 * the pipelines; next: {@code publish}.
 */
@NullMarked
package io.virtuoso.engine.overview;

import org.jspecify.annotations.NullMarked;
