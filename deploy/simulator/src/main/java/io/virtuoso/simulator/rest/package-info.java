/**
 * Exchanges' request interfaces in their own formats. Fed by the state of the market; feeds HTTP
 * clients.
 */
@NullMarked
package io.virtuoso.simulator.rest;

import org.jspecify.annotations.NullMarked;
