/**
 * The engine's own HTTP on port 8003: every document at the path at which the gateway serves it.
 * Fed by {@code publish} and, for candles, by the pipeline.
 */
@NullMarked
package io.virtuoso.engine.serve;

import org.jspecify.annotations.NullMarked;
