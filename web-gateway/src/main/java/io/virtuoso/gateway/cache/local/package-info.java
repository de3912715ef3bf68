/**
 * The first tier: documents and their encodings in memory. Fed by {@code cache.fill} and {@code
 * route}; read by {@code route} and {@code serve}.
 */
@NullMarked
package io.virtuoso.gateway.cache.local;

import org.jspecify.annotations.NullMarked;
