/**
 * From factors to a score: weights, coverage, contributions that add up, and the reasons in words.
 * Fed by the factors; feeds {@code signal}, {@code overview} and {@code publish}.
 */
@NullMarked
package io.virtuoso.engine.measure.confluence;

import org.jspecify.annotations.NullMarked;
