/** Tests of the engine as a whole. */
@NullMarked
package io.virtuoso.engine;

import org.jspecify.annotations.NullMarked;
