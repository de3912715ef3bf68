/**
 * What the engine publishes and the gateway serves: one record per JSON shape of the API contract.
 * Written and read with {@link io.virtuoso.model.wire.DocumentJson}.
 */
@NullMarked
package io.virtuoso.model.document;

import org.jspecify.annotations.NullMarked;
