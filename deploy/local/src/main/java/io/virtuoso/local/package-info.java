/**
 * Runs everything on one machine: Redis, Memcached, the simulated exchange, the engine and the
 * gateway, as {@code deploy/up} does.
 */
@NullMarked
package io.virtuoso.local;

import org.jspecify.annotations.NullMarked;
