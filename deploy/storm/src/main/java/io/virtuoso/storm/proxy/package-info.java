/**
 * A TCP proxy that does to a connection what networks and dying servers do. Stands between any two
 * parts of the stack; knows nothing of what they say to each other.
 */
@NullMarked
package io.virtuoso.storm.proxy;

import org.jspecify.annotations.NullMarked;
