/** The page about the gateway's performance, `/api/performance` as rows of text. */

import type { Facts } from "./facts.ts";
import { age, compact, NOTHING, plain } from "./format.ts";
import type { Performance, RouteUse, SlowRequest, Target } from "./types.ts";

const NO_DATA = "no data";
const STEADY = 0.05;
const MAX_SLOW = 20;

export interface PerformanceTables {
  targets: string[][];
  alerts: string[][];
  routes: string[][];
  slow: string[][];
  breakers: string[][];
  missing: string[][];
  summary: string;
}

/** The rows that the server writes too (`PerformanceTables.java`). */
export function performanceTables(now: Performance): PerformanceTables {
  const five = now.windows.find((each) => each.name === "5m");
  return {
    targets: now.targets.map(target),
    alerts: now.alerts.map((one) => [words(one.name), one.detail, time(one.since), one.state]),
    routes: five?.routes.map(route) ?? [],
    slow: now.slow.newest.slice(0, MAX_SLOW).map(slow),
    breakers: now.breakers.map((one) => [one.name, words(one.state)]),
    missing: now.missing.map((one) => [one.field, one.reason]),
    summary: summary(now),
  };
}

export function performanceFacts(now: Performance): Facts {
  const { summary, ...rows } = performanceTables(now);
  return { texts: { summary }, rows };
}

function target(one: Target): string[] {
  return [
    words(one.name),
    amount(one.actual, one.unit),
    amount(one.recent, one.unit),
    trend(one),
    amount(one.floor, one.unit),
    one.goal === null ? NOTHING : amount(one.goal, one.unit),
    one.measure,
    one.meets === null ? NO_DATA : one.meets === "neither" ? "missed" : `meets ${one.meets}`,
  ];
}

/** Where the last minute points, seen from the last five. */
function trend(one: Target): string {
  if (one.actual === null || one.recent === null) {
    return NOTHING;
  }
  const change = one.recent - one.actual;
  return Math.abs(change) <= STEADY * Math.abs(one.actual) ? "steady" : change > 0 ? "▲" : "▼";
}

function route(one: RouteUse): string[] {
  return [
    one.route,
    compact(one.per_second),
    ms(one.p50_ms),
    ms(one.p95_ms),
    ms(one.p99_ms),
    one.hit_ratio === null ? NOTHING : ratio(one.hit_ratio),
    plain(one.not_modified),
    plain(one.refused),
    plain(one.limited),
    plain(one.failed),
  ];
}

function slow(one: SlowRequest): string[] {
  return [
    time(one.at),
    one.route,
    `${plain(one.ms)} ms`,
    String(one.status),
    one.reason,
    one.cache_status ?? NOTHING,
    one.trace_id ?? NOTHING,
  ];
}

function summary(now: Performance): string {
  const all = now.windows.find((each) => each.name === "start")?.all;
  const five = now.windows.find((each) => each.name === "5m")?.all;
  const streams = now.stream_clients === null ? NO_DATA : plain(now.stream_clients);
  return (
    `Up for ${age(now.uptime_ms)}; ${plain(all?.requests)} requests since then, ` +
    `${compact(five?.per_second)} per second in the last five minutes; ` +
    `${plain(now.slow.seen)} slow ones; open streams: ${streams}.`
  );
}

function words(code: string): string {
  return code.replaceAll("_", " ");
}

/** Day and second, UTC. */
function time(at: string): string {
  return at.slice(5, 19).replace("T", " ");
}

function amount(value: number | null, unit: string): string {
  if (value === null) {
    return NO_DATA;
  }
  return unit === "ratio" ? ratio(value) : unit === "ms" ? ms(value) : `${compact(value)}B`;
}

/** Rounded down: 99.996 % is not 100 %. */
function ratio(value: number): string {
  return `${plain(Math.floor(value * 10_000 + 1e-6) / 100)}%`;
}

function ms(value: number | null): string {
  return value === null ? NOTHING : `${plain(Math.round(value * 100) / 100)} ms`;
}
