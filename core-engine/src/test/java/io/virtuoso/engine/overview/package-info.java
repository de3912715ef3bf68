/** Tests of {@code overview}. */
@NullMarked
package io.virtuoso.engine.overview;

import org.jspecify.annotations.NullMarked;
