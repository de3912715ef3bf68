package io.virtuoso.gateway.route;

import io.virtuoso.model.wire.StoredDocument;

/**
 * A document and how it was come by.
 *
 * @param state at the moment of answering
 * @param cacheStatus the {@code Cache-Status} header, RFC 9211
 */
public record Answer(StoredDocument document, DataState state, String cacheStatus) {}
