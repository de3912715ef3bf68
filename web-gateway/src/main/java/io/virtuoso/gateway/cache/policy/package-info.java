/**
 * The cache manager: what is asked for, how often it changes and how old it is when served, and
 * what follows for soft limits and for the keys that are kept new. Fed by {@code route} and {@code
 * cache.fill}; acts on {@code cache.fill}, {@code cache.local} and the soft limits.
 */
@NullMarked
package io.virtuoso.gateway.cache.policy;

import org.jspecify.annotations.NullMarked;
