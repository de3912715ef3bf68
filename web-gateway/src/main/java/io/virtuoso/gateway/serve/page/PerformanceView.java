package io.virtuoso.gateway.serve.page;

import io.virtuoso.gateway.serve.performance.Performance;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import java.time.Instant;
import java.util.List;

/** The page about the gateway's performance: what was promised, what is, and what went wrong. */
public record PerformanceView(HeaderView header, PerformanceTables tables, String boot) {
  /** The page at {@code now}, wall clock; what it shows is of this very moment. */
  static PerformanceView of(Performance performance, Sought<EngineStatus> status, Instant now) {
    List<String> problems = status.problem().stream().toList();
    HeaderView.Pulse pulse = new HeaderView.Pulse(status.found().map(Document::meta), 0, 0, 0);
    return new PerformanceView(
        HeaderView.of(pulse, status, problems, now),
        PerformanceTables.of(performance),
        Boot.facts("performance", status, problems, now));
  }
}
