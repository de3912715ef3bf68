package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.model.document.FeedState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a feed is, as far as its connections can tell.
 *
 * @param newestReceived wall clock of the newest market data; null before the first
 * @param reason why it is not live, in plain words; null when live
 * @param rest why its REST host is not asked at present; null when it is
 */
public record FeedStatus(
    String venue,
    FeedState state,
    @Nullable Instant newestReceived,
    @Nullable String reason,
    @Nullable HostHold rest,
    FeedCounters counters) {}
