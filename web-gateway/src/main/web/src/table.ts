/** The score table: one DOM row per symbol, written to only where something changed. */

import { attribute, field, fromTemplate, text } from "./dom.ts";
import * as format from "./format.ts";
import { ageOf, stateOf } from "./freshness.ts";
import { type Column, clicked, compare, INITIAL, type Order } from "./order.ts";
import { show } from "./show.ts";
import { DIMENSIONS, type SymbolRow } from "./types.ts";
import { barsLabel, rowShown } from "./values.ts";

const RESORT_MS = 2_000;
const FLASH_GAP_MS = 1_000;
const FIELDS = ["price", "change_24h", "score", "coverage", "turnover_24h"] as const;

class Line {
  readonly fields: Record<string, HTMLElement | null> = {};
  readonly bars: Element | null;
  readonly steps: HTMLElement[];
  private readonly ageCell: HTMLElement | null;
  private flashedAt = Number.NEGATIVE_INFINITY;

  constructor(readonly node: HTMLElement) {
    for (const name of FIELDS) {
      this.fields[name] = field(node, name);
    }
    this.ageCell = field(node, "age");
    this.bars = field(node, "bars");
    this.steps = [...node.querySelectorAll<HTMLElement>('[data-field="bars"] > i')];
  }

  /** Writes what `row` says at data time `now`; `changed` when the row itself is new. */
  write(row: SymbolRow, now: number, changed: boolean): void {
    const age = ageOf(row.as_of, now);
    const shown = rowShown(row);
    let moved = false;
    for (const name of FIELDS) {
      const value = shown[name];
      if (value) {
        const written = show(this.fields[name] ?? null, value, age);
        moved ||= written && name === "price";
      }
    }
    const state = stateOf(age, "price");
    attribute(this.ageCell, "data-state", state);
    text(this.ageCell, format.age(age));
    this.writeBars(row, age, changed);
    if (changed) {
      attribute(this.node, "data-as-of", row.as_of);
      if (moved && state === "live") {
        this.flash();
      }
    }
  }

  private writeBars(row: SymbolRow, age: number, changed: boolean): void {
    const state = stateOf(age, "score");
    attribute(this.bars, "data-state", state);
    if (state === "gone") {
      attribute(this.bars, "aria-label", "too old to show");
    } else if (changed || this.bars?.getAttribute("aria-label") === "too old to show") {
      attribute(this.bars, "aria-label", barsLabel(row));
    }
    DIMENSIONS.forEach((code, index) => {
      const step = state === "gone" ? null : format.barStep(row.dimensions[code]);
      attribute(this.steps[index], "class", barClass(step));
    });
  }

  private flash(): void {
    const now = performance.now();
    const cell = this.fields.price;
    if (!cell || now - this.flashedAt < FLASH_GAP_MS || reducedMotion.matches) {
      return;
    }
    this.flashedAt = now;
    cell.classList.add("flash");
    setTimeout(() => cell.classList.remove("flash"), 250);
  }
}

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** `u3`: three tenths above 50; `d10`: all the way below; `n`: absent. */
export function barClass(step: number | null): string {
  return step === null ? "n" : step < 0 ? `d${-step}` : `u${step}`;
}

export class ScoreTable {
  private readonly lines = new Map<string, Line>();
  private readonly seen = new Map<string, SymbolRow>();
  private order: Order = INITIAL;
  private sortedAt = Number.NEGATIVE_INFINITY;
  private pointerInside = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly body: HTMLElement,
    private readonly note: HTMLElement | null,
  ) {
    for (const node of body.querySelectorAll<HTMLElement>("[data-symbol]")) {
      this.lines.set(node.dataset.symbol ?? "", new Line(node));
    }
    root.addEventListener("pointerenter", (event) => {
      this.pointerInside = event.pointerType === "mouse";
    });
    root.addEventListener("pointerleave", () => {
      this.pointerInside = false;
    });
    for (const button of root.querySelectorAll<HTMLElement>("[data-sort]")) {
      button.addEventListener("click", () => {
        this.order = clicked(this.order, button.dataset.sort as Column);
        this.markHeaders();
        this.sort([...this.seen.values()], true);
      });
    }
  }

  /** Shows `rows` as of data time `now`. */
  render(rows: ReadonlyMap<string, SymbolRow>, now: number): void {
    for (const [symbol, line] of this.lines) {
      if (!rows.has(symbol)) {
        line.node.remove();
        this.lines.delete(symbol);
        this.seen.delete(symbol);
      }
    }
    for (const row of rows.values()) {
      const line = this.lines.get(row.symbol) ?? this.add(row);
      line?.write(row, now, this.seen.get(row.symbol) !== row);
      this.seen.set(row.symbol, row);
    }
    this.root.classList.toggle("empty", rows.size === 0);
    this.sort([...rows.values()], false);
  }

  private add(row: SymbolRow): Line | null {
    const node = fromTemplate("row");
    if (!node) {
      return null;
    }
    const link = node.querySelector("a");
    text(link, row.symbol);
    attribute(link, "href", `/dashboard/symbol/${encodeURIComponent(row.symbol)}`);
    attribute(node, "data-symbol", row.symbol);
    this.body.append(node);
    const line = new Line(node);
    this.lines.set(row.symbol, line);
    return line;
  }

  private sort(rows: SymbolRow[], asked: boolean): void {
    const wanted = rows.sort(compare(this.order)).flatMap((row) => {
      const line = this.lines.get(row.symbol);
      return line ? [line.node] : [];
    });
    const now = performance.now();
    const frozen = !asked && (this.pointerInside || this.body.contains(document.activeElement));
    if (frozen) {
      const moves = wanted.filter((node, index) => this.body.children[index] !== node).length;
      text(this.note, moves > 0 ? `Order paused · ${moves} moves pending` : "");
      return;
    }
    text(this.note, "");
    if (!asked && now - this.sortedAt < RESORT_MS) {
      return;
    }
    this.sortedAt = now;
    wanted.forEach((node, index) => {
      const here = this.body.children[index];
      if (here !== node) {
        this.body.insertBefore(node, here ?? null);
      }
    });
  }

  private markHeaders(): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-sort]")) {
      const mine = button.dataset.sort === this.order.column;
      const direction = this.order.descending ? "descending" : "ascending";
      attribute(button.closest('[role="columnheader"]'), "aria-sort", mine ? direction : "none");
    }
  }
}
