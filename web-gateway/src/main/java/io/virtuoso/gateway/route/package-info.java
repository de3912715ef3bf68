/**
 * Which tier answers: local, Redis, Memcached, engine, last known good. Fed by {@code cache} and
 * {@code route.engine}; read by {@code serve}.
 */
@NullMarked
package io.virtuoso.gateway.route;

import org.jspecify.annotations.NullMarked;
