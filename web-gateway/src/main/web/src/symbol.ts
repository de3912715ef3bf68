/** The symbol page: score, its contributions and the factors behind them, and the chart. */

import { attribute, element, field, text } from "./dom.ts";
import { fill } from "./facts.ts";
import * as format from "./format.ts";
import { ageOf, stateOf } from "./freshness.ts";
import type { Page, Pulse } from "./page.ts";
import type { ChannelState } from "../client/src/index.ts";
import { show } from "./show.ts";
import type { Boot, Confluence, DimensionView, FactorView, VenueView } from "./types.ts";
import { changeShown, directionOf, priceShown, type Shown, scoreShown } from "./values.ts";
import { waterfall } from "./waterfall.ts";

/** Told of each new price. */
export type PriceListener = (price: string, asOf: string) => void;

export class SymbolPage implements Page {
  readonly channels: ReadonlyMap<string, number>;
  private data: Confluence | null;
  private asOf: string | null;
  private written: Confluence | null;

  constructor(
    private readonly root: ParentNode,
    boot: Boot,
    private readonly priced: PriceListener,
  ) {
    this.channels = new Map([[`symbol:${boot.symbol}`, 4]]);
    this.data = boot.confluence?.data ?? null;
    this.asOf = boot.confluence?.meta.as_of ?? null;
    this.written = this.data;
  }

  changed(channel: string, state: ChannelState): void {
    if (!channel.startsWith("symbol:")) {
      return;
    }
    this.data = state.data as unknown as Confluence | null;
    this.asOf = state.asOf;
    if (this.data?.price && this.asOf) {
      this.priced(this.data.price, this.asOf);
    }
  }

  render(now: number): Pulse {
    const age = ageOf(this.asOf, now);
    if (this.data) {
      this.summary(this.data, age);
      this.why(this.data, age);
      if (this.data !== this.written) {
        for (const dimension of this.data.dimensions) {
          this.factors(dimension);
        }
        fill(
          this.root.querySelector('[data-rows="venues"] tbody'),
          (this.data.venues ?? []).map(venueWords),
        );
        text(field(this.root, "fallback"), fallbackWords(this.data));
        this.written = this.data;
      }
    }
    const gone = stateOf(age, "score") === "gone";
    for (const part of this.root.querySelectorAll("[data-part]")) {
      attribute(part, "data-state", stateOf(age, "score"));
      attribute(part, "hidden", part.matches("[data-part=factors]") && gone ? "" : null);
    }
    const old = !["live", "delayed"].includes(stateOf(age, "price"));
    return { newestAge: age, symbols: 1, staleSymbols: old ? 1 : 0 };
  }

  private summary(data: Confluence, age: number): void {
    this.value("price", priceShown(data.price), age);
    this.value("change_24h", changeShown(data.change_24h), age);
    this.value("score", scoreShown(data.score, data.coverage), age);
    const noScore = "there is no score";
    this.value("coverage", scored(format.share(data.coverage), ""), age);
    this.value("confidence", scored(format.share(data.confidence), noScore), age);
    this.value("consensus", scored(format.share(data.consensus), noScore), age);
    this.value("reliability", scored(format.share(data.reliability), noScore), age);
    attribute(field(this.root, "age"), "data-state", stateOf(age, "price"));
    text(field(this.root, "age"), format.age(age));
  }

  private value(name: string, shown: Shown, age: number): void {
    const node = field(this.root, name);
    show(node, shown, age);
    attribute(node, "data-as-of", this.asOf);
  }

  private why(data: Confluence, age: number): void {
    const gone = stateOf(age, "score") === "gone";
    const drawn = waterfall(data.dimensions.map((one) => (gone ? null : one.contribution)));
    data.dimensions.forEach((dimension, index) => {
      const line = this.root.querySelector<HTMLElement>(`[data-contribution="${dimension.name}"]`);
      if (!line) {
        return;
      }
      const missing = "not enough data for this dimension";
      const shown = {
        ...scored(format.points(dimension.contribution), missing),
        direction: directionOf(dimension.contribution),
      };
      show(field(line, "contribution"), shown, age);
      show(field(line, "weight"), scored(format.share(dimension.weight), ""), age);
      const step = drawn.steps[index];
      attribute(line.querySelector("svg"), "viewBox", `${-drawn.span} 0 ${2 * drawn.span} 10`);
      const rect = line.querySelector("rect");
      attribute(rect, "x", String(step?.x ?? 0));
      attribute(rect, "width", String(step?.width ?? 0));
      attribute(rect, "class", (dimension.contribution ?? 0) < 0 ? "down" : "up");
    });
    show(field(this.root, "total"), scoreShown(data.score, data.coverage), age);
  }

  private factors(dimension: DimensionView): void {
    const part = this.root.querySelector<HTMLElement>(`[data-dimension="${dimension.name}"]`);
    if (!part) {
      return;
    }
    text(field(part, "dimension-score"), format.score(dimension.score));
    text(field(part, "present"), format.share(dimension.present));
    text(field(part, "quality"), format.share(dimension.quality));
    for (const factor of dimension.factors) {
      const row = part.querySelector<HTMLElement>(`[data-factor="${CSS.escape(factor.name)}"]`);
      if (row) {
        this.factor(row, factor);
      }
    }
  }

  private factor(row: HTMLElement, factor: FactorView): void {
    text(field(row, "bias"), format.bias(factor.bias));
    attribute(field(row, "bias"), "data-dir", side(factor.bias));
    text(field(row, "factor-quality"), format.share(factor.quality));
    text(field(row, "factor-age"), format.age(factor.age_ms));
    const inputs = field(row, "inputs");
    const words = inputWords(factor);
    if (!inputs) {
      return;
    }
    if (inputs.children.length !== words.length) {
      inputs.replaceChildren(...words.map((one) => element("span", one)));
    }
    words.forEach((one, index) => {
      text(inputs.children[index], one);
    });
  }
}

/** Each raw input in words, or why there is no bias. */
export function inputWords(factor: FactorView): string[] {
  const words = factor.inputs.map(
    (input) =>
      `${format.words(input.name)} ${format.plain(input.value)} ${format.words(input.unit)}`,
  );
  return factor.bias === null ? [...words, factor.missing ?? "not enough data"] : words;
}

/** One venue's line; the server writes the same. */
export function venueWords(venue: VenueView): string[] {
  return [
    venue.venue,
    format.words(venue.role),
    venue.reason ? `${venue.state} (${venue.reason})` : venue.state,
    `${format.price(venue.price)} ${venue.quote}`,
    format.points(venue.off_bp),
    format.age(venue.age_ms),
    format.compact(venue.volume),
    format.compact(venue.delta),
    format.share(venue.flow_share),
  ];
}

/** Why another venue leads than the preferred one. */
export function fallbackWords(data: Confluence): string {
  return data.fallback
    ? `${data.venue} leads instead of ${data.fallback.preferred}: ${data.fallback.reason}`
    : "";
}

function scored(value: string, absent: string): Shown {
  return { text: value, title: value === format.NOTHING ? absent : null, valueClass: "score" };
}

function side(bias: number | null): string | null {
  const direction = directionOf(bias);
  return direction === "flat" ? null : direction;
}
