/** The market page: strip and score table, from the channels `overview` and `scores`. */

import { attribute, field } from "./dom.ts";
import { ageOf, stateOf } from "./freshness.ts";
import type { Page, Pulse } from "./page.ts";
import type { ChannelState } from "../client/src/index.ts";
import { show } from "./show.ts";
import { ScoreTable } from "./table.ts";
import type { Boot, MarketOverview, SymbolRow } from "./types.ts";
import { MARKET_FIELDS, marketShown } from "./values.ts";

export class MarketPage implements Page {
  readonly channels: ReadonlyMap<string, number>;
  private readonly table: ScoreTable | null;
  private rows: ReadonlyMap<string, SymbolRow>;
  private market: MarketOverview | null;
  private marketAsOf: string | null;

  constructor(
    private readonly root: ParentNode,
    boot: Boot,
    narrow: boolean,
  ) {
    this.channels = new Map([
      ["scores", narrow ? 2 : 4],
      ["overview", 1],
    ]);
    this.rows = new Map((boot.market?.rows ?? []).map((row) => [row.symbol, row]));
    this.market = boot.market?.data ?? null;
    this.marketAsOf = boot.market?.meta.as_of ?? null;
    const table = root.querySelector<HTMLElement>("table.scores");
    const body = table?.querySelector<HTMLElement>("tbody");
    this.table = table && body ? new ScoreTable(table, body, field(root, "order-note")) : null;
  }

  changed(channel: string, state: ChannelState): void {
    if (channel === "scores") {
      this.rows = state.rows;
      attribute(field(this.root, "more"), "hidden", "");
    } else if (channel === "overview") {
      this.market = state.data as unknown as MarketOverview | null;
      this.marketAsOf = state.asOf;
    }
  }

  render(now: number): Pulse {
    const age = ageOf(this.marketAsOf, now);
    for (const name of MARKET_FIELDS) {
      const value = field(this.root, name);
      show(value, marketShown(name, this.market), age);
      attribute(value, "data-as-of", this.marketAsOf);
    }
    this.table?.render(this.rows, now);
    const ages = [...this.rows.values()].map((row) => ageOf(row.as_of, now));
    const old = ages.filter((one) => !["live", "delayed"].includes(stateOf(one, "price")));
    return {
      newestAge: ages.length > 0 ? Math.min(...ages.filter(Number.isFinite)) : age,
      symbols: ages.length,
      staleSymbols: old.length,
    };
  }
}
