/**
 * Health checks on the management port. Fed by {@code route}; read by the supervisor of the
 * process.
 */
@NullMarked
package io.virtuoso.gateway.serve.probe;

import org.jspecify.annotations.NullMarked;
