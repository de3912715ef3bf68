/**
 * The engine put together: {@link io.virtuoso.engine.SymbolPipeline} names every stage in order,
 * {@link io.virtuoso.engine.MarketPipeline} runs them for many symbols on one thread.
 */
@NullMarked
package io.virtuoso.engine;

import org.jspecify.annotations.NullMarked;
