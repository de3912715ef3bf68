/** Candle documents as chart points; pure. Holes stay holes: nothing is drawn across them. */

import type { Candle, Candles } from "./types.ts";

export interface Point {
  /** Open time, s since the epoch, UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface Hole {
  readonly time: number;
}

const SECONDS: Readonly<Record<string, number>> = { "1m": 60, "5m": 300, "30m": 1800, "4h": 14400 };
const MOST_HOLES = 2_000;

export function intervalSeconds(interval: string): number {
  return SECONDS[interval] ?? 60;
}

export function points(bars: readonly Candle[]): Point[] {
  return bars.flatMap((bar) => {
    const point = {
      time: Date.parse(bar.open_time) / 1000,
      open: Number(bar.open),
      high: Number(bar.high),
      low: Number(bar.low),
      close: Number(bar.close),
    };
    return Object.values(point).every(Number.isFinite) ? [point] : [];
  });
}

/** One entry per absent bar inside the named gaps. */
export function holes(candles: Pick<Candles, "gaps" | "interval">): Hole[] {
  const width = intervalSeconds(candles.interval);
  const found: Hole[] = [];
  for (const gap of candles.gaps) {
    const to = Date.parse(gap.to) / 1000;
    const from = Math.ceil(Date.parse(gap.from) / 1000 / width) * width;
    for (let time = from; time < to && found.length < MOST_HOLES; time += width) {
      found.push({ time });
    }
  }
  return found;
}

/** Newer bars replace or extend older ones, by time. */
export function merge(known: readonly Point[], newer: readonly Point[]): Point[] {
  const byTime = new Map(known.map((point) => [point.time, point]));
  for (const point of newer) {
    byTime.set(point.time, point);
  }
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

/** The open bar after a trade at `price`; null when that moment is not inside it. */
export function traded(open: Point, price: number, asOf: number, width: number): Point | null {
  const second = asOf / 1000;
  if (!Number.isFinite(price) || second < open.time || second >= open.time + width) {
    return null;
  }
  return {
    ...open,
    high: Math.max(open.high, price),
    low: Math.min(open.low, price),
    close: price,
  };
}

/** The most decimals that any price in `bars` is written with. */
export function decimals(bars: readonly Candle[]): number {
  return bars.reduce((most, bar) => Math.max(most, bar.close.split(".")[1]?.length ?? 0), 0);
}
