/**
 * The drills: each breaks one thing under load, measures what users notice, and compares that with
 * its targets. {@code Drills} is the table of contents, {@code Arena} the stack that they share.
 */
@NullMarked
package io.virtuoso.storm.drill;

import org.jspecify.annotations.NullMarked;
