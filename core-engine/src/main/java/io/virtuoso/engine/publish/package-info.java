/**
 * Documents out: rendered once per version, kept as the latest of their key, stored in Redis if
 * newer and announced. Fed by the pipelines; read by {@code serve} and, through Redis, by gateways.
 */
@NullMarked
package io.virtuoso.engine.publish;

import org.jspecify.annotations.NullMarked;
