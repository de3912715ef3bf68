package io.virtuoso.model.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code status}: the engine about itself. The one document that follows a clock of the engine's:
 * its machine's as long as exchanges agree with that, else theirs.
 *
 * @param startedAt by that clock
 * @param symbols how many symbols are followed
 * @param scored how many have a score now
 * @param redis {@code up} or {@code down} as the engine sees it
 * @param counters monotonic since start: frames, rejected, gaps, resyncs, drops, reconnects,
 *     published, unpublished
 * @param health {@code ok}, or {@code degraded} while our clock and an exchange's are more than 5 s
 *     apart
 * @param warnings what is wrong with the clocks, one plain sentence for each venue
 * @param venues every venue in use, in detail
 * @param note what an operator should know, for example that the feed fell back to the simulator
 */
public record EngineStatus(
    String version,
    Instant startedAt,
    List<Feed> feeds,
    int symbols,
    int scored,
    String redis,
    Map<String, Long> counters,
    @Nullable String note,
    String health,
    List<String> warnings,
    List<VenueStatus> venues) {
  public EngineStatus {
    feeds = List.copyOf(feeds);
    counters = Map.copyOf(counters);
    warnings = List.copyOf(warnings);
    venues = List.copyOf(venues);
  }
}
