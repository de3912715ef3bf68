/**
 * Counts and timings of the gateway, with bounded labels. Fed by every stage; read by {@code serve}
 * and by Prometheus.
 */
@NullMarked
package io.virtuoso.gateway.observe;

import org.jspecify.annotations.NullMarked;
