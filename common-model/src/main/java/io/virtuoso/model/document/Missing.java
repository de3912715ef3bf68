package io.virtuoso.model.document;

/**
 * Says that a field is null and why. Nothing in a document is ever replaced by a default number.
 *
 * @param field dotted path below {@code data}
 * @param reason plain words for a person
 */
public record Missing(String field, String reason) {}
