/** The candle chart; a chunk of its own, loaded after the page can be read. */

import {
  type CandlestickData,
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from "lightweight-charts";
import {
  decimals,
  type Hole,
  holes,
  intervalSeconds,
  merge,
  type Point,
  points,
  traded,
} from "./bars.ts";
import { attribute, text } from "./dom.ts";
import type { Candles } from "./types.ts";

const POLL_MS = 5_000;
const FIRST = 300;
const NEXT = 3;

export class CandleChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<"Candlestick">;
  private readonly gaps: ISeriesApi<"Histogram">;
  private readonly note: Element | null;
  private interval = "1m";
  private bars: Point[] = [];
  private openBar: Point | null = null;
  private generation = 0;

  constructor(
    private readonly holder: HTMLElement,
    private readonly symbol: string,
  ) {
    const place = holder.querySelector<HTMLElement>("[data-chart-place]") ?? holder;
    this.note = holder.querySelector("[data-chart-note]");
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    this.chart = createChart(place, {
      autoSize: true,
      // the logo of the library brings an inline style, which the page's policy forbids; the
      // attribution stands as text and link below the chart instead
      layout: {
        attributionLogo: false,
        background: { color: colour("--panel") },
        textColor: colour("--muted"),
      },
      grid: { vertLines: { color: colour("--line") }, horzLines: { color: colour("--line") } },
      timeScale: { timeVisible: true, secondsVisible: false, borderColor: colour("--line") },
      rightPriceScale: { borderColor: colour("--line") },
    });
    this.gaps = this.chart.addSeries(HistogramSeries, {
      color: colour("--gap"),
      priceScaleId: "gaps",
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.chart.priceScale("gaps").applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    this.candles = this.chart.addSeries(CandlestickSeries, {
      upColor: colour("--up"),
      downColor: colour("--down"),
      wickUpColor: colour("--up"),
      wickDownColor: colour("--down"),
      borderVisible: false,
    });
    for (const button of holder.querySelectorAll<HTMLElement>("[data-interval]")) {
      button.addEventListener("click", () => this.choose(button.dataset.interval ?? "1m"));
    }
    this.choose(this.interval);
    setInterval(() => {
      if (!document.hidden) {
        void this.load(this.bars.length > 0 ? NEXT : FIRST);
      }
    }, POLL_MS);
  }

  /** A trade at that moment moves the open bar; it never begins one, for its open is not known. */
  price(price: string, asOf: string): void {
    const bar = this.openBar;
    const width = intervalSeconds(this.interval);
    const moved = bar && traded(bar, Number(price), Date.parse(asOf), width);
    if (moved) {
      this.openBar = moved;
      this.candles.update(candle(moved));
    }
  }

  private choose(interval: string): void {
    this.interval = interval;
    this.generation++;
    this.bars = [];
    this.openBar = null;
    this.candles.setData([]);
    this.gaps.setData([]);
    for (const button of this.holder.querySelectorAll("[data-interval]")) {
      const mine = button.getAttribute("data-interval") === interval;
      attribute(button, "aria-pressed", String(mine));
    }
    void this.load(FIRST);
  }

  private async load(limit: number): Promise<void> {
    const generation = this.generation;
    const query = new URLSearchParams({ interval: this.interval, limit: String(limit) });
    try {
      const answer = await fetch(`/api/market/${this.symbol}/candles?${query}`);
      if (!answer.ok) {
        throw new Error(`candles answered ${answer.status}`);
      }
      const { data } = (await answer.json()) as { data: Candles };
      if (generation === this.generation) {
        this.draw(data, limit === FIRST);
      }
    } catch {
      if (generation === this.generation) {
        const held = this.bars.length > 0;
        text(this.note, held ? "Candles are not updating" : "No candles can be had");
      }
    }
  }

  private draw(data: Candles, whole: boolean): void {
    const received = points(data.bars);
    const before = this.bars.at(-1)?.time ?? 0;
    // a poll that does not reach back to the last known bar has missed some: take them all
    if (!whole && received.length > 0 && (received[0]?.time ?? 0) > before) {
      void this.load(FIRST);
      return;
    }
    this.bars = merge(whole ? [] : this.bars, received);
    const last = this.bars.at(-1) ?? null;
    this.openBar = last && data.bars.at(-1)?.closed === false ? last : null;
    if (whole) {
      const precision = decimals(data.bars);
      const priceFormat = { type: "price", precision, minMove: 10 ** -precision } as const;
      this.candles.applyOptions({ priceFormat });
      const absent = holes(data);
      this.candles.setData(withHoles(this.bars, absent));
      this.gaps.setData(absent.map((hole) => ({ time: hole.time as UTCTimestamp, value: 1 })));
      this.chart.timeScale().fitContent();
    } else {
      for (const point of received) {
        if (point.time >= before) {
          this.candles.update(candle(point));
        }
      }
    }
    const gaps = data.gaps.length;
    const shaded =
      gaps > 0 && whole ? ` · ${gaps} gap${gaps > 1 ? "s" : ""} without data, shaded` : "";
    if (whole || this.note?.textContent === "Candles are not updating") {
      text(this.note, received.length > 0 ? `${data.venue} · UTC${shaded}` : "No candles yet");
    }
  }
}

function candle(point: Point): CandlestickData<UTCTimestamp> {
  return { ...point, time: point.time as UTCTimestamp };
}

function withHoles(bars: readonly Point[], absent: readonly Hole[]) {
  const taken = new Set(bars.map((bar) => bar.time));
  const empty = absent
    .filter((hole) => !taken.has(hole.time))
    .map((hole) => ({ time: hole.time as UTCTimestamp }));
  return [...bars.map(candle), ...empty].sort((a, b) => a.time - b.time);
}
