/** The fault-tolerant client of the engine. Fed by port 8003; read by {@code route}. */
@NullMarked
package io.virtuoso.gateway.route.engine;

import org.jspecify.annotations.NullMarked;
