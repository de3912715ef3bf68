package io.virtuoso.gateway.serve.page;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.policy.Decided;
import io.virtuoso.gateway.cache.policy.TuningReport;
import io.virtuoso.gateway.serve.report.CacheMetrics;
import io.virtuoso.model.wire.DocumentJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the caches tell as rows of text, the first cell of each naming it. The browser writes the
 * same rows ({@code cache.ts}); both are tested against one file. A ratio of nothing is not 0 %.
 */
public record CacheTables(
    List<List<String>> tiers,
    List<List<String>> routes,
    List<List<String>> decisions,
    List<List<String>> hottest,
    String round) {
  private static final String NO_DATA = "no data yet";
  private static final long FOR_EVER_MS = Duration.ofDays(1).toMillis();

  static CacheTables of(CacheMetrics metrics) {
    CacheMetrics.Tuning tuning = metrics.tuning();
    return new CacheTables(
        metrics.tiers().stream().map(tier -> tier(tier, metrics.answers())).toList(),
        metrics.routes().stream().map(CacheTables::route).toList(),
        tuning.decisions().stream().map(CacheTables::decision).toList(),
        tuning.hottest().stream().map(CacheTables::hottest).toList(),
        round(tuning));
  }

  private static List<String> tier(TierReport tier, List<CacheMetrics.Answers> answers) {
    Map<String, Long> counts = tier.counts();
    long hits = counts.getOrDefault("hits", 0L);
    long misses = counts.getOrDefault("misses", 0L);
    Long bytes = tier.bytes();
    Long most = tier.maxBytes();
    return List.of(
        tier.name(),
        tier.reason() == null ? tier.state() : tier.state() + " (" + tier.reason() + ")",
        tier.breaker() == null ? Numbers.NOTHING : tier.breaker().replace('_', ' '),
        count(tier.entries()),
        bytes == null || most == null ? Numbers.NOTHING : bytes(bytes) + " of " + bytes(most),
        count(hits),
        count(misses),
        hits + misses == 0 ? NO_DATA : ratio((double) hits / (hits + misses)),
        count(sum(answers, tier.name(), CacheMetrics.Answers::freshHits)),
        count(sum(answers, tier.name(), CacheMetrics.Answers::staleHits)),
        count(counts.getOrDefault("errors", 0L) + counts.getOrDefault("timeouts", 0L)),
        count(counts.getOrDefault("skipped", 0L)),
        count(counts.getOrDefault("refused", 0L)));
  }

  private static long sum(
      List<CacheMetrics.Answers> answers, String tier, ToLongFunction<CacheMetrics.Answers> what) {
    return answers.stream().filter(each -> each.tier().equals(tier)).mapToLong(what).sum();
  }

  private static List<String> route(CacheMetrics.Route route) {
    TuningReport.RoutePattern pattern = route.pattern();
    TuningReport.Ages ages = pattern == null ? null : pattern.ageMs();
    String refresh = ms(route.limits().refreshMs());
    return List.of(
        Words.of(route.route()),
        pattern == null ? NO_DATA : Numbers.compact(pattern.perSecond()),
        route.hitRatio() == null ? NO_DATA : ratio(route.hitRatio()),
        count(route.freshHits()),
        count(route.staleHits()),
        count(route.coalesced()),
        count(route.misses()),
        count(route.errors()),
        pattern == null || pattern.updateIntervalMs() == null
            ? NO_DATA
            : ms(pattern.updateIntervalMs()),
        ages == null ? NO_DATA : ms(ages.p50()) + " / " + ms(ages.p99()),
        route.setByHand() ? refresh + " by hand" : refresh,
        ms(route.refreshMinMs()) + " to " + ms(route.refreshMaxMs()),
        ms(route.limits().softMs()));
  }

  private static List<String> decision(Decided decided) {
    String keys = String.join(", ", decided.keys());
    int more = decided.keyCount() - decided.keys().size();
    return List.of(
        DocumentJson.time(decided.at()).substring(5, 19).replace('T', ' '),
        decided.kind().replace('_', ' '),
        Words.of(decided.route()),
        more > 0 ? keys + " and " + more + " more" : keys,
        decided.before(),
        decided.after(),
        decided.reason());
  }

  private static List<String> hottest(TuningReport.HotKey key) {
    return List.of(
        key.key(),
        Numbers.compact(key.perSecond()),
        key.updateIntervalMs() == null ? NO_DATA : ms(key.updateIntervalMs()),
        ms(key.meanAgeMs()),
        key.keptNew() ? "yes" : "no");
  }

  private static String round(CacheMetrics.Tuning tuning) {
    String next = DocumentJson.time(tuning.nextAt()).substring(11, 19);
    return tuning.roundAt() == null
        ? "No round yet; the first is due at " + next + " UTC."
        : "Round %d at %s UTC, the next at %s UTC; %s keys remembered."
            .formatted(
                tuning.rounds(),
                DocumentJson.time(tuning.roundAt()).substring(11, 19),
                next,
                count((long) tuning.keys()));
  }

  private static String count(@Nullable Long count) {
    return Numbers.plain(count == null ? null : count.doubleValue());
  }

  private static String bytes(long bytes) {
    return Numbers.compact((double) bytes) + "B";
  }

  private static String ratio(double ratio) {
    return Numbers.score(100 * ratio) + "%";
  }

  private static String ms(long ms) {
    return ms > FOR_EVER_MS ? "never" : Numbers.plain((double) ms) + " ms";
  }
}
