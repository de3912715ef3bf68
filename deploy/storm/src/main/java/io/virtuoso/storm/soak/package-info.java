/**
 * The command {@code deploy/bench/soak}: the engine for minutes under a market many times as busy
 * as a real one, and whether it stays as it was.
 */
@NullMarked
package io.virtuoso.storm.soak;

import org.jspecify.annotations.NullMarked;
