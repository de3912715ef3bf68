package io.virtuoso.model.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One venue as a source of data.
 *
 * @param exchange configured venue name, for example {@code bybit-linear}
 * @param asOf newest event received from it, exchange clock; null before the first one
 * @param reason why it is not live, in plain words; null when live
 */
public record Feed(
    String exchange, FeedState state, @Nullable Instant asOf, @Nullable String reason) {}
