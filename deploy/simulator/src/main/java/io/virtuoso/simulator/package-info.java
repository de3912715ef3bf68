/**
 * An exchange that exists on loopback only. Fed by a seed and a pace; feeds whoever speaks the
 * exchanges' formats.
 */
@NullMarked
package io.virtuoso.simulator;

import org.jspecify.annotations.NullMarked;
