/** The loopback sockets. Fed by HTTP requests and venue frames; feeds the engine under test. */
@NullMarked
package io.virtuoso.simulator.server;

import org.jspecify.annotations.NullMarked;
