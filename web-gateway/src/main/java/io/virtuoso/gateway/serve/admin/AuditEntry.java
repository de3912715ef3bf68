package io.virtuoso.gateway.serve.admin;

import java.time.Instant;

/**
 * One thing that an administrator did.
 *
 * @param who name of the API key
 * @param action {@code cache.invalidate} or {@code cache.ttl}
 * @param subject a document key or a class of documents
 * @param before what held until then, in words
 * @param after what holds from then on, in words
 * @param traceId of the request
 */
public record AuditEntry(
    Instant at,
    String who,
    String action,
    String subject,
    String before,
    String after,
    String traceId) {}
