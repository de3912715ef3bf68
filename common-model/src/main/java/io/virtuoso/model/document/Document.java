package io.virtuoso.model.document;

/**
 * One immutable version of something that can be asked for. The same version always has the same
 * bytes, so that one encoding serves every client.
 *
 * @param <T> the record that {@code data} holds
 */
public record Document<T>(T data, Meta meta) {}
