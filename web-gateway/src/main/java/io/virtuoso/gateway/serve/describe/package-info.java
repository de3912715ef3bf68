/**
 * The description of the API, OpenAPI 3.1: what the resources say of themselves, and every route of
 * the table. Made while the gateway is built; served at {@code /api/openapi.json}.
 */
@NullMarked
package io.virtuoso.gateway.serve.describe;

import org.jspecify.annotations.NullMarked;
