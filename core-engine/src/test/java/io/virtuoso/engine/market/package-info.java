/** Recorded market data for the tests of the packages below. */
@NullMarked
package io.virtuoso.engine.market;

import org.jspecify.annotations.NullMarked;
