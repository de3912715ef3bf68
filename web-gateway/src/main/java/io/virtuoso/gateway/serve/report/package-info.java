/**
 * The caches about themselves. Fed by {@code cache} and {@code route}; read by the API and the
 * pages.
 */
@NullMarked
package io.virtuoso.gateway.serve.report;

import org.jspecify.annotations.NullMarked;
