/**
 * The words and the text that all venues share. Fed by the venues' feeds; feeds sockets and REST
 * replies.
 */
@NullMarked
package io.virtuoso.simulator.wire;

import org.jspecify.annotations.NullMarked;
