import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ChannelState, distrust, EMPTY, type Frame, reduce } from "../client/src/reducer.ts";
import { row } from "./fixtures.ts";

/** The server's side of one channel: rows with a number each, deltas chained by sequence. */
class FakeChannel {
  readonly rows = new Map<string, number>();
  seq = 0;

  change(symbol: string, value: number | null): Frame {
    const prev = this.seq++;
    const base = { op: "delta", channel: "scores", seq: this.seq, prev };
    if (value === null) {
      this.rows.delete(symbol);
      return { ...base, changed: [], removed: [symbol] };
    }
    this.rows.set(symbol, value);
    return { ...base, changed: [row({ symbol, score: value })], removed: [] };
  }

  snapshot(): Frame {
    const rows = [...this.rows].map(([symbol, score]) => row({ symbol, score }));
    return { op: "snapshot", channel: "scores", seq: this.seq, rows };
  }
}

function scores(state: ChannelState): [string, number | null][] {
  return [...state.rows.values()]
    .map((one): [string, number | null] => [one.symbol, one.score])
    .sort();
}

const change = fc.record({
  symbol: fc.constantFrom("BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"),
  value: fc.option(fc.integer({ min: 0, max: 100 })),
  /** How often the frame arrives and how many places later. */
  copies: fc.constantFrom(0, 1, 1, 1, 2),
  delay: fc.constantFrom(0, 0, 0, 1, 3),
});

test("after any drop, repetition and reordering a resync restores the server's state", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const server = new FakeChannel();
      let state = reduce(EMPTY, server.snapshot()).state;
      const arrivals: { at: number; frame: Frame }[] = [];
      changes.forEach(({ symbol, value, copies, delay }, index) => {
        const frame = server.change(symbol, value);
        for (let copy = 0; copy < copies; copy++) {
          arrivals.push({ at: index + delay * (copy + 1), frame });
        }
      });
      arrivals.sort((a, b) => a.at - b.at);
      for (const { frame } of arrivals) {
        const step = reduce(state, frame);
        // asked for exactly when trust is lost, and once until the snapshot comes
        assert.equal(step.resync, step.state.awaiting && !state.awaiting);
        state = step.state;
      }
      const heldAll = state.seq === server.seq && !state.awaiting;
      if (!heldAll) {
        state = reduce(state, server.snapshot()).state;
      }
      assert.deepEqual(scores(state), [...server.rows].sort());
      assert.equal(state.seq, server.seq);
    }),
  );
});

test("a gap is never papered over: what is held stays as it was until the snapshot", () => {
  const server = new FakeChannel();
  server.change("BTCUSDT", 60);
  let state = reduce(EMPTY, server.snapshot()).state;
  server.change("BTCUSDT", 61);
  const after = server.change("ETHUSDT", 40);
  const step = reduce(state, after);
  assert.equal(step.resync, true);
  assert.deepEqual(scores(step.state), [["BTCUSDT", 60]]);
  state = reduce(step.state, server.change("ETHUSDT", 41)).state;
  assert.deepEqual(scores(state), [["BTCUSDT", 60]]);
  state = reduce(state, server.snapshot()).state;
  assert.deepEqual(scores(state), [
    ["BTCUSDT", 61],
    ["ETHUSDT", 41],
  ]);
});

test("objects take over changed members only", () => {
  let state = reduce(EMPTY, { op: "snapshot", seq: 3, data: { a: 1, b: null } }).state;
  state = reduce(state, { op: "delta", seq: 4, prev: 3, set: { b: 2 } }).state;
  assert.deepEqual(state.data, { a: 1, b: 2 });
  state = reduce(state, { op: "delta", seq: 5, prev: 4, set: {}, removed: ["a"] }).state;
  assert.deepEqual(state.data, { b: 2 });
});

test("another epoch takes its snapshot although its numbers are lower", () => {
  let state = reduce(EMPTY, { op: "snapshot", seq: 900, data: { a: 1 } }).state;
  state = reduce(distrust(state), { op: "snapshot", seq: 1, data: { a: 2 } }).state;
  assert.equal(state.seq, 1);
  assert.deepEqual(state.data, { a: 2 });
});

test("a malformed frame costs a resync, never a wrong state", () => {
  const state = reduce(EMPTY, { op: "snapshot", seq: 1, rows: [row({})] }).state;
  for (const frame of [
    { op: "delta" },
    { op: "delta", seq: "2", prev: 1 },
    { op: "delta", seq: 2.5, prev: 1 },
    { op: "snapshot", seq: 2 },
  ] as unknown as Frame[]) {
    const step = reduce(state, frame);
    assert.equal(step.resync, true);
    assert.equal(step.state.rows, state.rows);
  }
});
