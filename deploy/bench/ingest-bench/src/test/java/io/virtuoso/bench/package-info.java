/** How fast recorded frames are taken in, beside a bare token scan and another library. */
@NullMarked
package io.virtuoso.bench;

import org.jspecify.annotations.NullMarked;
