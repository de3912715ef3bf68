/** Tests of {@code publish}. */
@NullMarked
package io.virtuoso.engine.publish;

import org.jspecify.annotations.NullMarked;
