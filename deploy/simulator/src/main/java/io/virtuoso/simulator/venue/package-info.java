/**
 * Exchanges' streams in their own formats. Fed by the market's steps; feeds the subscribed clients.
 */
@NullMarked
package io.virtuoso.simulator.venue;

import org.jspecify.annotations.NullMarked;
