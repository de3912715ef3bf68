/**
 * The pages: first view rendered from {@code route.Documents} with its data inlined, and the assets
 * that take it over in the browser. Read by people only.
 */
@NullMarked
package io.virtuoso.gateway.serve.page;

import org.jspecify.annotations.NullMarked;
