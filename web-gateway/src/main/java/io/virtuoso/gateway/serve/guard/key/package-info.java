/** API keys by their hashes, and whom a presented key names. Feeds {@code serve.guard}. */
@NullMarked
package io.virtuoso.gateway.serve.guard.key;

import org.jspecify.annotations.NullMarked;
