/**
 * What a request passes before anything else: headers, canonical paths, rate, origin. Feeds {@code
 * serve.rest}, {@code serve.stream} and {@code serve.page}.
 */
@NullMarked
package io.virtuoso.gateway.serve.guard;

import org.jspecify.annotations.NullMarked;
