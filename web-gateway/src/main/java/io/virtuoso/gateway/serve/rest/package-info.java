/** The HTTP API. Fed by {@code route}; read by browsers, phones and programs. */
@NullMarked
package io.virtuoso.gateway.serve.rest;

import org.jspecify.annotations.NullMarked;
