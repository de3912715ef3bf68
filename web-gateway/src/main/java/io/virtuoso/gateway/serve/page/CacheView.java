package io.virtuoso.gateway.serve.page;

import io.virtuoso.gateway.serve.report.CacheMetrics;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import java.time.Instant;
import java.util.List;

/** The page about the caches: what they hold, how they are asked, what was decided and why. */
public record CacheView(HeaderView header, CacheTables tables, String boot) {
  /** The page at {@code now}, wall clock; what it shows is of this very moment. */
  static CacheView of(CacheMetrics metrics, Sought<EngineStatus> status, Instant now) {
    List<String> problems = status.problem().stream().toList();
    HeaderView.Pulse pulse = new HeaderView.Pulse(status.found().map(Document::meta), 0, 0, 0);
    return new CacheView(
        HeaderView.of(pulse, status, problems, now),
        CacheTables.of(metrics),
        Boot.facts("cache", status, problems, now));
  }
}
