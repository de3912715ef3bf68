/**
 * What an administrator may do to the caches, strictly read and written down. Acts on {@code
 * cache}; who may call is {@code serve.guard}'s.
 */
@NullMarked
package io.virtuoso.gateway.serve.admin;

import org.jspecify.annotations.NullMarked;
