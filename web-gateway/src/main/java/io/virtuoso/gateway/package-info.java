/** The web gateway's settings and clocks. Fed by configuration; used by every package below. */
@NullMarked
package io.virtuoso.gateway;

import org.jspecify.annotations.NullMarked;
