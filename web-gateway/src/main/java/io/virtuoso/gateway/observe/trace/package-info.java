/** W3C trace context: which request a line, a problem and a call to the engine belong to. */
@NullMarked
package io.virtuoso.gateway.observe.trace;

import org.jspecify.annotations.NullMarked;
