/**
 * Raw exchange messages to events: decoding here, the exchanges' own formats in the sub-packages,
 * sockets and REST calls in {@code live}. Fed by exchanges and tapes; feeds {@code market} through
 * {@code event}.
 */
@NullMarked
package io.virtuoso.engine.inbound.exchange;

import org.jspecify.annotations.NullMarked;
