/**
 * The vocabulary and the wire contract between the engine and the gateway: no framework, no I/O.
 */
@NullMarked
package io.virtuoso.model;

import org.jspecify.annotations.NullMarked;
