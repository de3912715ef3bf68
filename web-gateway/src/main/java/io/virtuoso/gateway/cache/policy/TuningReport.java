package io.virtuoso.gateway.cache.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last round saw and what all rounds decided.
 *
 * @param roundAt of the last round; null before the first
 * @param nextAt when the next one is due
 * @param rounds since start
 * @param keys whose use is remembered
 * @param routes by class of documents; empty before the first round
 * @param hottest the keys asked most, bounded
 * @param decisions newest first, bounded
 */
public record TuningReport(
    @Nullable Instant roundAt,
    Instant nextAt,
    long rounds,
    int keys,
    List<RoutePattern> routes,
    List<HotKey> hottest,
    List<Decided> decisions) {
  private static final int HOTTEST_SHOWN = 25;

  public TuningReport {
    routes = List.copyOf(routes);
    hottest = List.copyOf(hottest);
    decisions = List.copyOf(decisions);
  }

  static TuningReport of(
      Observation seen,
      @Nullable Instant roundAt,
      Instant nextAt,
      long rounds,
      List<Decided> decisions) {
    return new TuningReport(
        roundAt,
        nextAt,
        rounds,
        seen.keys().size(),
        seen.classes().stream()
            .map(each -> RoutePattern.of(each, seen.keysOf(each.limit().documents())))
            .toList(),
        seen.keys().stream().limit(HOTTEST_SHOWN).map(HotKey::of).toList(),
        decisions);
  }

  /**
   * One class of documents.
   *
   * @param keys asked for in it
   * @param perSecond answers, the recent ones counting most
   * @param updateIntervalMs between versions of what is typically asked; null when too few were
   *     seen
   * @param ageMs at serving in the last round; null without answers
   */
  public record RoutePattern(
      String route,
      int keys,
      double perSecond,
      @Nullable Long updateIntervalMs,
      @Nullable Ages ageMs) {
    private static RoutePattern of(Observation.OfClass seen, List<Observation.OfKey> keys) {
      long interval = LimitTuning.typicalInterval(keys);
      Observation.Ages ages = seen.ages();
      return new RoutePattern(
          seen.limit().documents().code(),
          keys.size(),
          keys.stream().mapToDouble(Observation.OfKey::perSecond).sum(),
          interval == 0 ? null : interval,
          ages.answers() == 0 ? null : new Ages(ages.p50(), ages.p90(), ages.p99(), ages.max()));
    }
  }

  /** How old answers were, in ms. */
  public record Ages(long p50, long p90, long p99, long max) {}

  /**
   * One document.
   *
   * @param perSecond answers, the recent ones counting most
   * @param updateIntervalMs median time between versions; null before the second
   * @param meanAgeMs at serving, in the last round that served it
   * @param keptNew whether it is followed because it is hot
   */
  public record HotKey(
      String key,
      String route,
      double perSecond,
      @Nullable Long updateIntervalMs,
      long meanAgeMs,
      boolean keptNew) {
    private static HotKey of(Observation.OfKey key) {
      return new HotKey(
          key.key().path(),
          key.documents().code(),
          key.perSecond(),
          key.intervals() == 0 ? null : key.intervalMs(),
          key.meanAgeMs(),
          key.watched());
    }
  }
}
