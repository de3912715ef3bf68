/**
 * What can be made to go wrong. Fed by the control interface; asked by streams, REST and sockets.
 */
@NullMarked
package io.virtuoso.simulator.fault;

import org.jspecify.annotations.NullMarked;
