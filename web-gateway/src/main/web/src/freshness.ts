/**
 * What may be said about a value of a given age. Liveness comes from the age of the data alone,
 * never from a socket: with a dead server every value still turns delayed, stale and then blank.
 */

export type State = "live" | "delayed" | "stale" | "gone";

/** Upper ends in ms, inclusive: live up to, delayed up to, shown (stale) up to. */
export interface Budget {
  readonly live: number;
  readonly delayed: number;
  readonly stale: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The classes of PRODUCT 3.1; the server holds the same table (`Freshness.java`). */
export const BUDGETS = {
  price: { live: 3 * SECOND, delayed: 15 * SECOND, stale: 10 * MINUTE },
  score: { live: 15 * SECOND, delayed: 60 * SECOND, stale: 15 * MINUTE },
  derivatives: { live: 2 * MINUTE, delayed: 10 * MINUTE, stale: 2 * HOUR },
} as const satisfies Record<string, Budget>;

export type ValueClass = keyof typeof BUDGETS;

/** A stamp further ahead of the server's clock than this proves nothing about freshness. */
export const FUTURE_TOLERANCE_MS = 30 * SECOND;

/** ms between `asOf` and `now`; NaN when `asOf` is absent or no time. */
export function ageOf(asOf: string | null | undefined, now: number): number {
  return asOf ? now - Date.parse(asOf) : Number.NaN;
}

/** The state of a value that is `ageMs` old. */
export function stateOf(ageMs: number, valueClass: ValueClass): State {
  if (!Number.isFinite(ageMs)) {
    return "gone";
  }
  const budget = BUDGETS[valueClass];
  if (ageMs < -FUTURE_TOLERANCE_MS) {
    return "stale";
  }
  if (ageMs <= budget.live) {
    return "live";
  }
  if (ageMs <= budget.delayed) {
    return "delayed";
  }
  return ageMs <= budget.stale ? "stale" : "gone";
}

const ORDER: readonly State[] = ["live", "delayed", "stale", "gone"];

/** The one of the two that promises less. */
export function worse(one: State, other: State): State {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}
