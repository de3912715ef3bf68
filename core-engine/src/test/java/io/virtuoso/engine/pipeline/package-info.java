/** Tests of the pipeline as a whole. */
@NullMarked
package io.virtuoso.engine.pipeline;

import org.jspecify.annotations.NullMarked;
