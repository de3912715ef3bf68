/** A page of tables about the gateway itself: asks every two seconds while it is looked at. */

import { attribute, element, field, text } from "./dom.ts";
import { stateOf } from "./freshness.ts";
import type { Page, Pulse } from "./page.ts";

const POLL_MS = 2_000;
const PATIENCE_MS = 1_900;

export interface Facts {
  /** By the field that shows it. */
  texts: Record<string, string>;
  /** By table; the first cell of a row names it. */
  rows: Record<string, string[][]>;
}

export class FactsPage<T> implements Page {
  readonly channels: ReadonlyMap<string, number> = new Map();
  private facts: Facts | null = null;
  private heardAt = performance.now(); // what the server rendered was of that moment

  constructor(
    private readonly root: ParentNode,
    private readonly path: string,
    private readonly read: (data: T) => Facts,
  ) {
    setInterval(() => void this.poll(), POLL_MS);
    void this.poll();
  }

  changed(): void {}

  render(): Pulse {
    const age = performance.now() - this.heardAt;
    const state = stateOf(age, "price");
    for (const part of this.root.querySelectorAll("[data-part]")) {
      attribute(part, "data-state", state);
    }
    const facts = this.facts;
    if (facts) {
      this.facts = null; // written once
      for (const [name, words] of Object.entries(facts.texts)) {
        text(field(this.root, name), words);
      }
      for (const [name, rows] of Object.entries(facts.rows)) {
        fill(this.root.querySelector(`[data-rows="${name}"] tbody`), rows);
      }
    }
    return { newestAge: age, symbols: 0, staleSymbols: 0 };
  }

  private async poll(): Promise<void> {
    if (document.hidden) {
      return;
    }
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(this.path, { cache: "no-store", signal });
      if (response.status === 200) {
        const body = (await response.json()) as { data: T };
        this.facts = this.read(body.data);
        this.heardAt = performance.now();
      }
    } catch {
      // what is shown grows old, and says so
    }
  }
}

/** Writes the rows; what is the same is not touched. Where rows are judged the last cell does it. */
export function fill(body: Element | null, rows: readonly string[][]): void {
  if (!body) {
    return;
  }
  const judged = body.parentElement?.hasAttribute("data-verdicts");
  rows.forEach((cells, index) => {
    const row = body.children[index] ?? body.appendChild(element("tr", ""));
    attribute(row, "data-verdict", (judged && cells.at(-1)) || null);
    cells.forEach((cell, column) => {
      const node = row.children[column];
      if (node) {
        text(node, cell);
      } else {
        const added = row.appendChild(element(column === 0 ? "th" : "td", cell));
        attribute(added, "scope", column === 0 ? "row" : null);
      }
    });
  });
  for (const extra of [...body.children].slice(rows.length)) {
    extra.remove();
  }
}
