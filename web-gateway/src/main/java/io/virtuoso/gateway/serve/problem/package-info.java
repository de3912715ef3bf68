/** Errors as RFC 9457 problems. Used by every package of {@code serve}. */
@NullMarked
package io.virtuoso.gateway.serve.problem;

import org.jspecify.annotations.NullMarked;
