/** Tests of what comes in. */
@NullMarked
package io.virtuoso.engine.feed;

import org.jspecify.annotations.NullMarked;
