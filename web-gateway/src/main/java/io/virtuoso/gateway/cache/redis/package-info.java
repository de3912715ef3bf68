/**
 * The second tier: what the engines publish. Fed by Redis; read by {@code cache.fill} and {@code
 * route}.
 */
@NullMarked
package io.virtuoso.gateway.cache.redis;

import org.jspecify.annotations.NullMarked;
