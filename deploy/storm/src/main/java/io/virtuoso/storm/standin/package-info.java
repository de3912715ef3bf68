/**
 * A stand-in for the engine: the same routes, headers and announcements over a made-up market, but
 * every call is counted and can be answered as badly as a drill wants it. And plain sockets to
 * Redis and Memcached, to see and to plant what the gateway's clients would not.
 */
@NullMarked
package io.virtuoso.storm.standin;

import org.jspecify.annotations.NullMarked;
