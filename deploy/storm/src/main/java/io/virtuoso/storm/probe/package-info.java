/**
 * Asks the gateway as its users do, on a fixed schedule whatever it answers, and judges every
 * answer: good, good and marked old, refused, dishonest or failed.
 */
@NullMarked
package io.virtuoso.storm.probe;

import org.jspecify.annotations.NullMarked;
