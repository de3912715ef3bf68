package io.virtuoso.engine;

import io.virtuoso.engine.feed.LabelClock;
import io.virtuoso.engine.feed.MarketFeed;
import io.virtuoso.engine.feed.VenueReport;
import io.virtuoso.engine.pipeline.PipelineThread;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.engine.publish.RedisPublisher;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Publishes what the engine tells of itself. Used by one thread. */
final class StatusPublisher {
  private static final Logger LOG = Logger.getLogger(StatusPublisher.class.getName());

  /** So long the status waits for an exchange that tells what time it is. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So exactly the moment of the start is told: it does not follow every breath of the clock. */
  private static final Duration EXACTLY = Duration.ofSeconds(1);

  private final String version;
  private final @Nullable String note;
  private final MarketFeed feed;
  private final PipelineThread pipeline;
  private final LatestDocuments latest;
  private final RedisPublisher publisher;
  private final DocumentWriter writer;
  private final LabelClock clock;
  private final StatusVersions versions = new StatusVersions();
  private final long startedNanos = System.nanoTime();
  private @Nullable Instant startedAt;
  private boolean warned;

  /**
   * Publishes nothing before {@link #publish}.
   *
   * @param version of the program
   * @param note for an operator, or null
   */
  StatusPublisher(
      String version,
      @Nullable String note,
      MarketFeed feed,
      PipelineThread pipeline,
      LatestDocuments latest,
      RedisPublisher publisher,
      DocumentWriter writer,
      LabelClock clock) {
    this.version = version;
    this.note = note;
    this.feed = feed;
    this.pipeline = pipeline;
    this.latest = latest;
    this.publisher = publisher;
    this.writer = writer;
    this.clock = clock;
  }

  /** Tells how things are now; not before it is known what time it is, if that is soon. */
  void publish() {
    Duration since = Duration.ofNanos(System.nanoTime() - startedNanos);
    boolean isLive = writer.source() != Source.REPLAY; // a tape tells no time
    if (startedAt == null && isLive && !clock.isProven() && since.compareTo(PATIENCE) < 0) {
      return;
    }
    long nowMs = clock.millis();
    Instant now = Instant.ofEpochMilli(nowMs);
    Instant started = started(now.minus(since));
    startedAt = started;
    List<Feed> feeds = pipeline.feeds();
    List<VenueStatus> venues = pipeline.venues(now);
    String health = VenueReport.health(venues);
    List<String> warnings = VenueReport.warnings(venues);
    warn(warnings);
    EngineStatus status =
        new EngineStatus(
            version,
            started,
            feeds,
            pipeline.followed(),
            pipeline.scored(),
            publisher.isUp() ? "up" : "down",
            counters(),
            note,
            health,
            warnings,
            venues);
    long before = versions.last();
    long next = versions.next(nowMs);
    StoredDocument document = writer.write(DocumentKey.STATUS, next, nowMs, nowMs, feeds, status);
    if (next < before) {
      withdraw();
    }
    latest.publish(document);
    publisher.publish(document);
  }

  private Instant started(Instant counted) {
    Instant held = startedAt;
    return held != null && Duration.between(held, counted).abs().compareTo(EXACTLY) <= 0
        ? held
        : counted;
  }

  private Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>(pipeline.counters());
    counters.putAll(feed.counters());
    counters.put("published", publisher.published());
    counters.put("publish_failed", publisher.failed());
    counters.put("unpublished", (long) publisher.waiting());
    return counters;
  }

  /** The last one came from a future in which nobody has believed. */
  private void withdraw() {
    StoredDocument last = latest.remove(DocumentKey.STATUS);
    if (last != null) {
      publisher.withdraw(last);
    }
  }

  /** Says what is wrong with the clocks when it begins and when it is over, not every second. */
  private void warn(List<String> warnings) {
    if (warnings.isEmpty() == warned) {
      warned = !warned;
      LOG.warning(warned ? String.join("; ", warnings) : "the clocks agree again");
    }
  }
}
