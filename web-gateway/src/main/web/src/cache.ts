/** The page about the caches, `/api/cache/metrics` as rows of text. */

import type { Facts } from "./facts.ts";
import { compact, NOTHING, plain, score } from "./format.ts";
import type {
  CacheAnswers,
  CacheMetrics,
  CacheRoute,
  CacheTier,
  Decided,
  HotKey,
} from "./types.ts";

const NO_DATA = "no data yet";
const FOR_EVER_MS = 86_400_000;

export interface CacheTables {
  tiers: string[][];
  routes: string[][];
  decisions: string[][];
  hottest: string[][];
  round: string;
}

/** The rows that the server writes too (`CacheTables.java`). */
export function cacheTables(metrics: CacheMetrics): CacheTables {
  return {
    tiers: metrics.tiers.map((one) => tier(one, metrics.answers)),
    routes: metrics.routes.map(route),
    decisions: metrics.tuning.decisions.map(decision),
    hottest: metrics.tuning.hottest.map(hottest),
    round: round(metrics.tuning),
  };
}

function tier(one: CacheTier, answers: readonly CacheAnswers[]): string[] {
  const counted = (name: string) => one.counts[name] ?? 0;
  const [hits, misses] = [counted("hits"), counted("misses")];
  const served = answers.find((each) => each.tier === one.name);
  const held = one.bytes === null || one.max_bytes === null;
  return [
    one.name,
    one.reason === null ? one.state : `${one.state} (${one.reason})`,
    one.breaker?.replace("_", " ") ?? NOTHING,
    plain(one.entries),
    held ? NOTHING : `${compact(one.bytes)}B of ${compact(one.max_bytes)}B`,
    plain(hits),
    plain(misses),
    hits + misses === 0 ? NO_DATA : ratio(hits / (hits + misses)),
    plain(served?.fresh_hits ?? 0),
    plain(served?.stale_hits ?? 0),
    plain(counted("errors") + counted("timeouts")),
    plain(counted("skipped")),
    plain(counted("refused")),
  ];
}

function route(one: CacheRoute): string[] {
  const seen = one.pattern;
  const ages = seen?.age_ms ?? null;
  const refresh = ms(one.limits.refresh_ms);
  return [
    words(one.route),
    seen === null ? NO_DATA : compact(seen.per_second),
    one.hit_ratio === null ? NO_DATA : ratio(one.hit_ratio),
    plain(one.fresh_hits),
    plain(one.stale_hits),
    plain(one.coalesced),
    plain(one.misses),
    plain(one.errors),
    ms(seen?.update_interval_ms),
    ages === null ? NO_DATA : `${ms(ages.p50)} / ${ms(ages.p99)}`,
    one.set_by_hand ? `${refresh} by hand` : refresh,
    `${ms(one.refresh_min_ms)} to ${ms(one.refresh_max_ms)}`,
    ms(one.limits.soft_ms),
  ];
}

function decision(one: Decided): string[] {
  const keys = one.keys.join(", ");
  const more = one.key_count - one.keys.length;
  return [
    one.at.slice(5, 19).replace("T", " "),
    words(one.kind),
    words(one.route),
    more > 0 ? `${keys} and ${more} more` : keys,
    one.before,
    one.after,
    one.reason,
  ];
}

function hottest(one: HotKey): string[] {
  return [
    one.key,
    compact(one.per_second),
    ms(one.update_interval_ms),
    ms(one.mean_age_ms),
    one.kept_new ? "yes" : "no",
  ];
}

function round(tuning: CacheMetrics["tuning"]): string {
  const next = tuning.next_at.slice(11, 19);
  return tuning.round_at === null
    ? `No round yet; the first is due at ${next} UTC.`
    : `Round ${tuning.rounds} at ${tuning.round_at.slice(11, 19)} UTC, the next at ${next} UTC; ` +
        `${plain(tuning.keys)} keys remembered.`;
}

function words(code: string): string {
  return code.replaceAll("_", " ");
}

function ratio(value: number): string {
  return `${score(100 * value)}%`;
}

function ms(value: number | null | undefined): string {
  if (value === null || value === undefined) {
    return NO_DATA;
  }
  return value > FOR_EVER_MS ? "never" : `${plain(value)} ms`;
}

/** What the page shows of an answer of `/api/cache/metrics`. */
export function cacheFacts(metrics: CacheMetrics): Facts {
  const { round, ...rows } = cacheTables(metrics);
  return { texts: { round }, rows };
}
