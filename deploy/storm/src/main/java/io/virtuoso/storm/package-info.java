/** Load and fault drills against the real programs, from outside. */
@NullMarked
package io.virtuoso.storm;

import org.jspecify.annotations.NullMarked;
