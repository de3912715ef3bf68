/**
 * The engine put together: {@link io.virtuoso.engine.Engine} starts a feed, the thread of the
 * pipeline and the publisher, and answers for them.
 */
@NullMarked
package io.virtuoso.engine;

import org.jspecify.annotations.NullMarked;
