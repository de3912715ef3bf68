/**
 * Which symbols are followed: a fixed list first, then those with the largest turnover. Fed by the
 * venues' lists; next: the live feeds, which join and leave accordingly.
 */
@NullMarked
package io.virtuoso.engine.inbound.selection;

import org.jspecify.annotations.NullMarked;
