/**
 * What a client may say about a document, and what is computed from one for it. Knows no HTTP; used
 * by the table of routes in {@code route}.
 */
@NullMarked
package io.virtuoso.gateway.route.query;

import org.jspecify.annotations.NullMarked;
