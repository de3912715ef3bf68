/**
 * The third tier: everything this gateway accepted. Fed by {@code cache.local}; read by {@code
 * route}.
 */
@NullMarked
package io.virtuoso.gateway.cache.memcached;

import org.jspecify.annotations.NullMarked;
