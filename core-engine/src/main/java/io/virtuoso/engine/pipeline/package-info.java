/**
 * What is done with a frame: {@link io.virtuoso.engine.pipeline.SymbolPipeline} names every stage
 * in order, {@link io.virtuoso.engine.pipeline.MarketPipeline} runs them for many symbols, and
 * {@link io.virtuoso.engine.pipeline.PipelineThread} is the one thread on which that happens.
 */
@NullMarked
package io.virtuoso.engine.pipeline;

import org.jspecify.annotations.NullMarked;
