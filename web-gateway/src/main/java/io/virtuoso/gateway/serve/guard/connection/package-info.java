/**
 * What a connection passes before there is a request: how many there may be, how long a head and a
 * body may take to arrive, what is no HTTP. Feeds {@code serve.guard} with requests.
 */
@NullMarked
package io.virtuoso.gateway.serve.guard.connection;

import org.jspecify.annotations.NullMarked;
