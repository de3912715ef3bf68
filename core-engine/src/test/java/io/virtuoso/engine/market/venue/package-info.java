@NullMarked
package io.virtuoso.engine.market.venue;

import org.jspecify.annotations.NullMarked;
