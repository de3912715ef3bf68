/** Tests of {@code replay}. */
@NullMarked
package io.virtuoso.engine.replay;

import org.jspecify.annotations.NullMarked;
