package io.virtuoso.gateway.serve.report;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.policy.Decided;
import io.virtuoso.gateway.cache.policy.TuningReport;
import io.virtuoso.gateway.route.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/cache/metrics}; counts are since start, and what is not known is null.
 *
 * @param answers by the tier that they came from, over all routes
 * @param hitRatio over all routes, as in {@link Route}
 */
public record CacheMetrics(
    List<TierReport> tiers,
    List<Answers> answers,
    @Nullable Double hitRatio,
    List<Route> routes,
    Subscription.Report updates,
    Tuning tuning,
    Instant asOf) {
  public CacheMetrics {
    tiers = List.copyOf(tiers);
    answers = List.copyOf(answers);
    routes = List.copyOf(routes);
  }

  /** What one tier contributed. */
  public record Answers(
      String tier, long freshHits, long staleHits, long coalesced, long misses, long errors) {}

  /**
   * How one class of documents was served.
   *
   * @param hitRatio fresh hits and coalesced over everything that could be answered; null before
   *     the first question
   * @param answers by the tier that they came from; tiers that gave none are left out
   * @param limits in force
   * @param refreshMinMs lowest age at which the cache manager may have documents refreshed
   * @param refreshMaxMs highest such age
   * @param setByHand whether an administrator has settled that age
   * @param pattern what the cache manager's last round saw; null before the first
   */
  public record Route(
      String route,
      long freshHits,
      long staleHits,
      long coalesced,
      long misses,
      long unknown,
      long errors,
      @Nullable Double hitRatio,
      List<Answers> answers,
      Limits limits,
      long refreshMinMs,
      long refreshMaxMs,
      boolean setByHand,
      TuningReport.@Nullable RoutePattern pattern) {
    public Route {
      answers = List.copyOf(answers);
    }
  }

  /**
   * The cache manager.
   *
   * @param roundAt of its last round; null before the first
   * @param nextAt when the next one is due
   * @param rounds since start
   * @param keys whose use is remembered
   * @param hottest most asked first, bounded
   * @param decisions newest first, bounded
   */
  public record Tuning(
      @Nullable Instant roundAt,
      Instant nextAt,
      long rounds,
      int keys,
      List<TuningReport.HotKey> hottest,
      List<Decided> decisions) {
    public Tuning {
      hottest = List.copyOf(hottest);
      decisions = List.copyOf(decisions);
    }
  }
}
