/**
 * The WebSocket stream. Fed by {@code cache.fill} through {@code cache.local}; read by browsers.
 */
@NullMarked
package io.virtuoso.gateway.serve.stream;

import org.jspecify.annotations.NullMarked;
