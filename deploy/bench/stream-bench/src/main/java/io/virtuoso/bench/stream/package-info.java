/**
 * What {@code deploy/bench/stream} runs: a feeder, a crowd of listeners, and a player of frames.
 */
@NullMarked
package io.virtuoso.bench.stream;

import org.jspecify.annotations.NullMarked;
