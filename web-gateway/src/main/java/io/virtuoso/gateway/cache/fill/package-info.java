/**
 * Keeps the local tier as new as the engine's announcements. Fed by Redis pub/sub; feeds {@code
 * cache.local}.
 */
@NullMarked
package io.virtuoso.gateway.cache.fill;

import org.jspecify.annotations.NullMarked;
