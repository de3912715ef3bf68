/**
 * What the page holds per channel, as a pure function of the frames received. Whatever is dropped,
 * repeated or reordered on the way, after a resync the state equals the server's.
 */

import type { SymbolRow } from "./row.ts";

export interface Frame {
  op: string;
  channel?: string;
  /** A number; of a heartbeat, one per channel. */
  seq?: unknown;
  prev?: number;
  as_of?: string;
  source?: string;
  rows?: SymbolRow[];
  /** Of a known row only the members that changed. */
  changed?: (Partial<SymbolRow> & { symbol: string })[];
  removed?: string[];
  data?: object | null;
  set?: Record<string, unknown>;
  epoch?: unknown;
  heartbeat_ms?: unknown;
  time?: unknown;
  retry_ms?: unknown;
}

/** One channel: rows for `scores`, an object for every other. */
export interface ChannelState {
  /** Last sequence number applied; null before the first snapshot. */
  readonly seq: number | null;
  readonly asOf: string | null;
  /** What kind of market the data describes; null before the first frame that says so. */
  readonly source: string | null;
  /** True from a gap until the next snapshot: deltas are not applied meanwhile. */
  readonly awaiting: boolean;
  readonly rows: ReadonlyMap<string, SymbolRow>;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export const EMPTY: ChannelState = {
  seq: null,
  asOf: null,
  source: null,
  awaiting: false,
  rows: new Map(),
  data: null,
};

export interface Step {
  readonly state: ChannelState;
  /** The caller must ask for a snapshot now: said once per gap. */
  readonly resync: boolean;
}

/** Applies one frame of this channel. */
export function reduce(state: ChannelState, frame: Frame): Step {
  switch (frame.op) {
    case "snapshot":
      return snapshot(state, frame);
    case "delta":
      return delta(state, frame);
    case "resync": // the server's own word that a snapshot follows: nothing to ask for
      return { state: { ...state, awaiting: true }, resync: false };
    default:
      return { state, resync: false };
  }
}

/** Marks the state as not to be trusted as a base for deltas, keeping what is shown. */
export function distrust(state: ChannelState): ChannelState {
  return { ...state, seq: null, awaiting: true };
}

/** The state that a whole document amounts to; without a number, so nothing continues it. */
export function polled(body: unknown): ChannelState {
  const { data, meta } = body as { data: Frame; meta: { as_of?: string; source?: string } };
  const { state } = reduce(EMPTY, { op: "snapshot", seq: 0, ...meta, rows: data.rows ?? [], data });
  return { ...state, seq: null, data: data.rows ? null : state.data };
}

function snapshot(state: ChannelState, frame: Frame): Step {
  if (!isSequence(frame.seq) || (!Array.isArray(frame.rows) && !isObject(frame.data))) {
    return gap(state);
  }
  if (!state.awaiting && state.seq !== null && frame.seq < state.seq) {
    return { state, resync: false }; // an older snapshot that arrived late
  }
  return {
    state: {
      seq: frame.seq,
      asOf: frame.as_of ?? null,
      source: frame.source ?? state.source,
      awaiting: false,
      rows: new Map((frame.rows ?? []).map((row) => [row.symbol, row])),
      data: isObject(frame.data) ? frame.data : null,
    },
    resync: false,
  };
}

function delta(state: ChannelState, frame: Frame): Step {
  if (state.awaiting) {
    return { state, resync: false };
  }
  if (state.seq === null || !isSequence(frame.seq)) {
    return gap(state);
  }
  if (frame.seq <= state.seq) {
    return { state, resync: false }; // a repetition
  }
  if (frame.prev !== state.seq) {
    return gap(state);
  }
  const rows = new Map(state.rows);
  for (const symbol of frame.removed ?? []) {
    rows.delete(symbol);
  }
  for (const row of frame.changed ?? []) {
    rows.set(row.symbol, { ...rows.get(row.symbol), ...row } as SymbolRow);
  }
  return {
    state: {
      seq: frame.seq,
      asOf: frame.as_of ?? state.asOf,
      source: frame.source ?? state.source,
      awaiting: false,
      rows,
      data: state.data && members(state.data, frame),
    },
    resync: false,
  };
}

function members(held: Record<string, unknown>, frame: Frame): Record<string, unknown> {
  const data = { ...held, ...frame.set };
  for (const name of frame.removed ?? []) {
    delete data[name];
  }
  return data;
}

function gap(state: ChannelState): Step {
  return { state: { ...state, awaiting: true }, resync: !state.awaiting };
}

function isSequence(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
