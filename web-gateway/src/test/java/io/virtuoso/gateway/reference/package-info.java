/** What {@code docs/configuration.md} is made from: the sources themselves. */
@NullMarked
package io.virtuoso.gateway.reference;

import org.jspecify.annotations.NullMarked;
