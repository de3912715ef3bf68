/**
 * Invented markets for the tests of {@code measure}: events, books, bars, and their mirror image.
 */
@NullMarked
package io.virtuoso.engine.measure.story;

import org.jspecify.annotations.NullMarked;
