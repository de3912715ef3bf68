package io.virtuoso.simulator.venue;

/**
 * A trade.
 *
 * @param id consecutive number
 * @param price in ticks
 * @param quantity in lots
 * @param buy whether the taker bought
 */
record Print(long id, long price, long quantity, boolean buy) {}
