/** Takes over the page that the server rendered: stream in, text nodes out, ageing every second. */

import {
  type ChannelState,
  type Connection,
  followPage,
  here,
  Stream,
} from "../client/src/index.ts";
import { cacheFacts } from "./cache.ts";
import { ServerClock } from "./clock.ts";
import { FactsPage } from "./facts.ts";
import { ageOf } from "./freshness.ts";
import { feedChips, Header } from "./header.ts";
import { MarketPage } from "./market.ts";
import type { Page } from "./page.ts";
import { performanceFacts } from "./performance.ts";
import { SymbolPage } from "./symbol.ts";
import type { Boot, EngineStatus, Feed, Source } from "./types.ts";

const TICK_MS = 1_000;

class Board {
  private readonly clock = new ServerClock({
    wall: () => Date.now(),
    monotonic: () => performance.now(),
  });
  private readonly header = new Header(document);
  private readonly page: Page;
  private readonly stream: Stream;
  private connection: Connection = { kind: "connecting" };
  private source: Source | null;
  private status: EngineStatus | null;
  private statusAsOf: string | null;
  private feeds: readonly Feed[];
  private problems: readonly string[];
  private frame = 0;
  private chart: { price(price: string, asOf: string): void } | null = null;

  constructor(boot: Boot) {
    this.clock.learn(boot.served_at);
    const meta = boot.confluence?.meta ?? boot.market?.meta ?? null;
    this.source = meta?.source ?? null;
    this.status = boot.status?.data ?? null;
    this.statusAsOf = boot.status?.meta.as_of ?? null;
    this.feeds = this.status?.feeds ?? meta?.feeds ?? [];
    this.problems = boot.problems;
    if (meta) {
      this.followTape(meta.as_of);
    }
    this.page = this.pageOf(boot);
    this.stream = new Stream(new Map([...this.page.channels, ["status", 1]]), here(), {
      changed: (channel, state) => this.changed(channel, state),
      heartbeat: (time) => this.clock.learn(time),
      connection: (connection) => {
        this.connection = connection;
        this.draw();
      },
    });
  }

  private pageOf(boot: Boot): Page {
    switch (boot.page) {
      case "symbol":
        return new SymbolPage(document, boot, (price, asOf) => this.chart?.price(price, asOf));
      case "cache":
        return new FactsPage(document, "/api/cache/metrics", cacheFacts);
      case "performance":
        return new FactsPage(document, "/api/performance", performanceFacts);
      default:
        return new MarketPage(document, boot, matchMedia("(max-width: 720px)").matches);
    }
  }

  start(): void {
    setInterval(() => this.render(), TICK_MS);
    followPage(this.stream);
    document.addEventListener("visibilitychange", () => this.draw());
    this.stream.connect();
    this.render();
  }

  attach(chart: { price(price: string, asOf: string): void }): void {
    this.chart = chart;
  }

  private changed(channel: string, state: ChannelState): void {
    if (channel === "status") {
      this.status = state.data as unknown as EngineStatus | null;
      this.statusAsOf = state.asOf;
      this.feeds = this.status?.feeds ?? [];
      this.source ??= state.source as Source | null;
    } else {
      this.problems = [];
      this.source = (state.source as Source | null) ?? this.source;
      if (state.asOf) {
        this.followTape(state.asOf);
      }
      this.page.changed(channel, state);
    }
    this.draw();
  }

  private followTape(asOf: string): void {
    if (this.source === "replay") {
      this.clock.followTape(asOf);
    } else {
      this.clock.leaveTape();
    }
  }

  /** However many frames arrive, the page is written at most once per painted frame. */
  private draw(): void {
    if (this.frame === 0 && !document.hidden) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.render();
      });
    }
  }

  private render(): void {
    const now = this.clock.dataNow();
    const pulse = this.page.render(now);
    const venues = this.status?.venues ?? [];
    this.header.feeds(feedChips(this.feeds, venues), now);
    this.header.venues(venues, now);
    this.header.render({
      ...pulse,
      connection: this.connection,
      online: navigator.onLine,
      now: performance.now(),
      source: this.source,
      feeds: this.feeds,
      statusAge: ageOf(this.statusAsOf, this.clock.now()),
      problems: this.problems,
    });
  }
}

const inlined = document.getElementById("boot")?.textContent;
if (inlined) {
  const boot = JSON.parse(inlined) as Boot;
  const board = new Board(boot);
  board.start();
  const holder = document.querySelector<HTMLElement>("[data-chart]");
  if (holder && boot.symbol) {
    const symbol = boot.symbol;
    // after the first paint: the chart is most of the page's bytes and none of its meaning
    const begin = () => void load(board, holder, symbol);
    if ("requestIdleCallback" in window) {
      requestIdleCallback(begin, { timeout: 2_000 });
    } else {
      setTimeout(begin, 200);
    }
  }
}

async function load(board: Board, holder: HTMLElement, symbol: string): Promise<void> {
  const { CandleChart } = await import("./chart.ts");
  board.attach(new CandleChart(holder, symbol));
}
