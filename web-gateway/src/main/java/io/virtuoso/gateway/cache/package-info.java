/**
 * What the tiers have in common: their contract, their breaker and the rules by which a stored
 * value is believed. Feeds {@code route}.
 */
@NullMarked
package io.virtuoso.gateway.cache;

import org.jspecify.annotations.NullMarked;
