/**
 * The observations inside the six dimensions: market state in, a bias of −1 to +1 or nothing out.
 * Knows no exchange, clock or framework. Next: {@code confluence}.
 */
@NullMarked
package io.virtuoso.engine.measure.factor;

import org.jspecify.annotations.NullMarked;
