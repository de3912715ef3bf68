/** The command {@code deploy/replay}: a tape through the pipeline, without Redis or a framework. */
@NullMarked
package io.virtuoso.engine.replay;

import org.jspecify.annotations.NullMarked;
