package io.virtuoso.gateway.route;

import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.model.wire.StoredDocument;

/**
 * A document and how it was come by.
 *
 * @param state at the moment of answering
 * @param tier whose copy it is
 * @param cacheStatus the {@code Cache-Status} header, RFC 9211
 */
public record Answer(
    StoredDocument document, DataState state, Outcome outcome, Tier tier, String cacheStatus) {}
