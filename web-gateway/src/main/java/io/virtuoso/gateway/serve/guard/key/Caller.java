package io.virtuoso.gateway.serve.guard.key;

/**
 * Whose key it was.
 *
 * @param name as configured; never the key, so it may be logged
 */
public record Caller(String name, Role role) {}
