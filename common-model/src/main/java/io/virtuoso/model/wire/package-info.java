/** How documents travel between the services: keys, JSON form, stored form and announcements. */
@NullMarked
package io.virtuoso.model.wire;

import org.jspecify.annotations.NullMarked;
