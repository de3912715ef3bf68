@NullMarked
package io.virtuoso.engine.inbound.selection;

import org.jspecify.annotations.NullMarked;
