/** The one worst-of statement in the header: how old the data is, and in words what is wrong. */

import { age } from "./format.ts";
import { type State, stateOf, worse } from "./freshness.ts";
import type { Connection } from "../client/src/index.ts";
import type { Feed, Source } from "./types.ts";

/** The engine tells of itself every second; silence for this long means that it is not there. */
const ENGINE_SILENT_MS = 10_000;

export interface Situation {
  connection: Connection;
  /** False when the browser knows that it has no network. */
  online: boolean;
  /** Monotonic ms, the clock of `connection.retryAt`. */
  now: number;
  source: Source | null;
  /** ms since the newest market event shown; NaN when none is. */
  newestAge: number;
  /** How many of the symbols shown are stale or gone, out of `symbols`. */
  staleSymbols: number;
  symbols: number;
  feeds: readonly Feed[];
  /** ms since the engine last told of itself; NaN when it never did. */
  statusAge: number;
  /** Why documents are absent, in the server's words. */
  problems: readonly string[];
}

export interface Chip {
  state: State;
  label: string;
  words: string;
}

export function chip(situation: Situation): Chip {
  const freshness = stateOf(situation.newestAge, "price");
  let state = freshness;
  const words: string[] = [];
  const connection = connectionWords(situation);
  if (connection) {
    words.push(connection);
    state = worse(state, "delayed");
  } else if (freshness !== "live" && situation.statusAge > ENGINE_SILENT_MS) {
    words.push(`Engine unreachable for ${age(situation.statusAge)}`);
  } else {
    for (const feed of situation.feeds.filter((one) => one.state !== "live")) {
      words.push(`Feed ${feed.exchange} ${feed.state}${feed.reason ? ` (${feed.reason})` : ""}`);
      state = worse(state, "delayed");
    }
  }
  if (freshness === "live" && situation.staleSymbols > 0) {
    words.push(`${situation.staleSymbols} of ${situation.symbols} symbols stale`);
    state = worse(state, "delayed");
  }
  if (words.length === 0 && freshness !== "live") {
    words.push(situation.problems[0] ?? noUpdate(situation.newestAge));
  }
  return { state, label: label(state, situation), words: words.join(" · ") };
}

/** What a screen reader hears when it changes: the kind of trouble, without running seconds. */
export function announcement(connection: Connection, state: State): string {
  switch (connection.kind) {
    case "lost":
      return "Connection lost, retrying";
    case "paused":
      return "Paused";
    case "connecting":
      return "";
    case "open":
      return state === "live" ? "Data is live" : state === "delayed" ? "" : `Data is ${state}`;
  }
}

function connectionWords({ connection, now, online }: Situation): string {
  switch (connection.kind) {
    case "open":
    case "connecting":
      return "";
    case "paused":
      return "Paused while hidden";
    case "lost": {
      const seconds = Math.max(0, Math.ceil((connection.retryAt - now) / 1000));
      return `${online ? "Connection lost" : "Offline"}, retrying in ${seconds} s`;
    }
  }
}

function noUpdate(newestAge: number): string {
  return Number.isFinite(newestAge) ? `No update for ${age(newestAge)}` : "No data received yet";
}

function label(state: State, { source, newestAge }: Situation): string {
  switch (state) {
    case "live": // what is simulated or replayed may be fresh, but it is not the live market
      return `${source === "live" ? "LIVE" : "FRESH"} ${age(newestAge)}`;
    case "delayed":
      return `DELAYED ${age(newestAge)}`;
    case "stale":
      return `STALE ${age(newestAge)}`;
    case "gone":
      return "NO DATA";
  }
}
