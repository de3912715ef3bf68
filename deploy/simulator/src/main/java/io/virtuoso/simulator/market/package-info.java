/**
 * A seeded, plausible market. Fed by step numbers alone; feeds the venues through {@link
 * io.virtuoso.simulator.market.MarketListener}.
 */
@NullMarked
package io.virtuoso.simulator.market;

import org.jspecify.annotations.NullMarked;
