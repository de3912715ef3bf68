package io.virtuoso.simulator.venue;

/** A position closed by force; price in ticks, quantity in lots, time in ms. */
record Forced(boolean longClosed, long price, long quantity, long time) {}
