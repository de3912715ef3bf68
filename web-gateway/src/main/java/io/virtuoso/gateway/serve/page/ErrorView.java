package io.virtuoso.gateway.serve.page;

/**
 * A page that cannot be shown.
 *
 * @param detail plain words for a person
 */
public record ErrorView(HeaderView header, int status, String title, String detail) {}
