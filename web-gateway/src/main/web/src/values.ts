/** What each field of a row or of the market strip says; pure, so that tests see every case. */

import * as format from "./format.ts";
import type { ValueClass } from "./freshness.ts";
import { DIMENSIONS, type MarketOverview, type Missing, type SymbolRow } from "./types.ts";

/** What is shown of one value when it is not gone. */
export interface Shown {
  readonly text: string;
  /** Why it is "—", or the full value where the text is a short form; null when neither. */
  readonly title: string | null;
  readonly valueClass: ValueClass;
  readonly direction?: Direction;
}

export type Direction = "up" | "down" | "flat";

export function directionOf(value: number | null | undefined): Direction {
  return !value || !Number.isFinite(value) ? "flat" : value > 0 ? "up" : "down";
}

export function present(row: Pick<SymbolRow, "dimensions">): string {
  const known = DIMENSIONS.filter((code) => format.barStep(row.dimensions[code]) !== null).length;
  return `${known}/${DIMENSIONS.length}`;
}

export function priceShown(price: string | null): Shown {
  const text = format.price(price);
  const title = text === format.NOTHING ? "no trade known" : /[₀-₉]/.test(text) ? price : null;
  return { text, title, valueClass: "price" };
}

export function changeShown(change: number | null): Shown {
  const text = format.percent(change);
  return {
    text,
    title: text === format.NOTHING ? "the close 24 hours ago is not known" : null,
    valueClass: "price",
    // a change that is written 0.00% has no side
    direction: /[1-9]/.test(text) ? directionOf(change) : "flat",
  };
}

export function scoreShown(score: number | null, coverage: number): Shown {
  const text = format.score(score);
  return {
    text,
    title:
      text === format.NOTHING ? `coverage ${format.share(coverage)} is too low for a score` : null,
    valueClass: "score",
    direction: text === format.NOTHING ? "flat" : directionOf((score ?? 50) - 50),
  };
}

export function rowShown(row: SymbolRow): Record<string, Shown> {
  return {
    price: priceShown(row.price),
    change_24h: changeShown(row.change_24h),
    score: scoreShown(row.score, row.coverage),
    coverage: {
      text: present(row),
      title: `coverage ${format.share(row.coverage)} of the weight`,
      valueClass: "score",
    },
    turnover_24h: {
      text: format.money(row.turnover_24h),
      title: row.turnover_24h === null ? "turnover of 24 hours is not known" : null,
      valueClass: "score",
    },
  };
}

/** The text alternative of the six bars. */
export function barsLabel(row: Pick<SymbolRow, "dimensions">): string {
  return DIMENSIONS.map((code) => {
    const score = format.score(row.dimensions[code]);
    return `${format.words(code)} ${score === format.NOTHING ? "missing" : score}`;
  }).join(", ");
}

export const MARKET_FIELDS = [
  "average_score",
  "breadth",
  "dispersion",
  "btc_volatility",
  "turnover_24h",
  "open_interest",
  "funding_rate",
] as const;

export type MarketField = (typeof MARKET_FIELDS)[number];

export function marketShown(field: MarketField, market: MarketOverview | null): Shown {
  const text = market ? marketText(field, market) : format.NOTHING;
  return {
    text,
    title: text === format.NOTHING ? reason(field, market?.missing) : null,
    valueClass: field === "open_interest" || field === "funding_rate" ? "derivatives" : "score",
    direction:
      field === "funding_rate" && /[1-9]/.test(text) ? directionOf(market?.funding_rate) : "flat",
  };
}

function marketText(field: MarketField, market: MarketOverview): string {
  switch (field) {
    case "average_score":
      return format.score(market.average_score);
    case "breadth":
      return market.advancing === null || market.declining === null
        ? format.NOTHING
        : `${format.count(market.advancing)}▲ ${format.count(market.declining)}▼`;
    case "dispersion":
      return format.score(market.dispersion);
    case "btc_volatility":
      return unit(format.score(market.btc_volatility), "%");
    case "turnover_24h":
      return format.money(market.turnover_24h);
    case "open_interest":
      return format.money(market.open_interest);
    case "funding_rate":
      return format.funding(market.funding_rate);
  }
}

function unit(text: string, suffix: string): string {
  return text === format.NOTHING ? text : text + suffix;
}

const MEMBERS: Partial<Record<MarketField, readonly string[]>> = {
  breadth: ["advancing", "declining"],
};

function reason(field: MarketField, missing: readonly Missing[] | undefined): string {
  const names = MEMBERS[field] ?? [field];
  const known = missing?.find((one) => names.includes(one.field.split(".").at(-1) ?? ""));
  return known?.reason ?? "no data";
}
