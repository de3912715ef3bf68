/**
 * Everything an exchange can tell us, in one shape for all exchanges.
 *
 * <p>Fed by {@code inbound}, which decodes raw messages; read by {@code market}. The classes are
 * mutable carriers that a decoder reuses: their content is valid only during the listener's call.
 */
@NullMarked
package io.virtuoso.engine.event;

import org.jspecify.annotations.NullMarked;
