package io.virtuoso.gateway.serve.performance;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.observe.SlowRequest;
import io.virtuoso.gateway.observe.alert.AlertReport;
import io.virtuoso.model.document.Missing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/performance}.
 *
 * @param windows the last minute, the last five, and since start
 * @param streamClients open streams; null when nobody counts them
 * @param missing why a number is null
 */
public record Performance(
    Instant asOf,
    Instant startedAt,
    long uptimeMs,
    List<Target> targets,
    List<Window> windows,
    Slow slow,
    List<Breaker> breakers,
    List<TierReport> tiers,
    Subscription.Report updates,
    @Nullable Long streamClients,
    List<AlertReport> alerts,
    List<Missing> missing) {
  public Performance {
    targets = List.copyOf(targets);
    windows = List.copyOf(windows);
    breakers = List.copyOf(breakers);
    tiers = List.copyOf(tiers);
    alerts = List.copyOf(alerts);
    missing = List.copyOf(missing);
  }

  /**
   * A number that was promised, beside the one that was measured.
   *
   * @param measure what exactly was measured
   * @param unit {@code ratio}, {@code ms} or {@code bytes}
   * @param better {@code higher} or {@code lower}
   * @param floor what must hold
   * @param goal what we want; null where there is none
   * @param actual over the last five minutes, or as it is now; null with its reason in {@code
   *     missing}
   * @param recent the same over the last minute
   * @param meets {@code goal}, {@code floor} or {@code neither}; null when nothing was measured
   */
  public record Target(
      String name,
      String measure,
      String unit,
      String better,
      double floor,
      @Nullable Double goal,
      @Nullable Double actual,
      @Nullable Double recent,
      @Nullable String meets) {}

  /**
   * What was asked in some time.
   *
   * @param name {@code 1m}, {@code 5m} or {@code start}
   * @param seconds how long it really was
   * @param all every route together
   * @param routes most asked first
   */
  public record Window(String name, double seconds, Route all, List<Route> routes) {
    public Window {
      routes = List.copyOf(routes);
    }
  }

  /**
   * One route in one window.
   *
   * @param route template
   * @param notModified answered 304
   * @param refused 4xx but 429
   * @param limited 429
   * @param failed 5xx
   * @param p50Ms null when nothing was timed
   * @param hitRatio fresh and coalesced over everything answerable; null when nothing was
   */
  public record Route(
      String route,
      long requests,
      double perSecond,
      long notModified,
      long refused,
      long limited,
      long failed,
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      @Nullable Double p99Ms,
      @Nullable Double hitRatio,
      long freshHits,
      long staleHits,
      long coalesced,
      long misses,
      long errors) {}

  /**
   * Requests over the threshold.
   *
   * @param seen since start
   * @param newest those kept, newest first
   */
  public record Slow(long thresholdMs, long seen, int kept, List<SlowRequest> newest) {
    public Slow {
      newest = List.copyOf(newest);
    }
  }

  /**
   * What is kept from being asked while it fails; {@code closed}, {@code open}, {@code half_open}.
   */
  public record Breaker(String name, String state) {}
}
