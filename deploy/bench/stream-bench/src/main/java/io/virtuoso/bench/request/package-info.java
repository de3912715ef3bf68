/** What {@code deploy/bench/gateway} runs: requests at a fixed rate. */
@NullMarked
package io.virtuoso.bench.request;

import org.jspecify.annotations.NullMarked;
