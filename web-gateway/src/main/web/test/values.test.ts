import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { holes, merge, points, traded } from "../src/bars.ts";
import { announcement, chip, type Situation } from "../src/chip.ts";
import { clicked, compare, INITIAL } from "../src/order.ts";
import { DIMENSIONS, type MarketOverview } from "../src/types.ts";
import { barsLabel, MARKET_FIELDS, marketShown, present, rowShown } from "../src/values.ts";
import { waterfall } from "../src/waterfall.ts";
import { row } from "./fixtures.ts";

const NO_MARKET: MarketOverview = {
  symbols: 100,
  scored: 0,
  advancing: null,
  declining: null,
  average_score: null,
  dispersion: null,
  btc_volatility: null,
  turnover_24h: null,
  open_interest: null,
  funding_rate: null,
  coverage: 0,
  missing: [{ field: "market.open_interest", reason: "no venue tells it" }],
};

test("every absent value of the strip is a dash with a reason", () => {
  for (const market of [null, NO_MARKET]) {
    for (const field of MARKET_FIELDS) {
      const shown = marketShown(field, market);
      assert.equal(shown.text, "—", field);
      assert.ok(shown.title, field);
    }
  }
  assert.equal(marketShown("open_interest", NO_MARKET).title, "no venue tells it");
});

test("every absent value of a row is a dash with a reason", () => {
  const bare = row({
    price: null,
    change_24h: null,
    turnover_24h: null,
    score: null,
    dimensions: {},
  });
  const shown = rowShown(bare);
  for (const field of ["price", "change_24h", "score", "turnover_24h"]) {
    assert.equal(shown[field]?.text, "—", field);
    assert.ok(shown[field]?.title, field);
  }
  assert.equal(present(bare), "0/6");
  assert.equal(barsLabel(bare).match(/missing/g)?.length, DIMENSIONS.length);
});

test("sorting is total and leaves absent values last in both directions", () => {
  const scores = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })); // as JSON has them
  const rows = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom("A1", "B1", "C1", "D1", "E1", "F1"), scores)
      .map(([symbol, score]) => row({ symbol, score })),
    { selector: (one) => one.symbol }, // a table has one row a symbol
  );
  fc.assert(
    fc.property(rows, fc.boolean(), (list, descending) => {
      const sorted = [...list].sort(compare({ column: "score", descending }));
      const absent = sorted.findIndex((one) => one.score === null);
      assert.ok(absent < 0 || sorted.slice(absent).every((one) => one.score === null));
      const again = [...sorted].reverse().sort(compare({ column: "score", descending }));
      assert.deepEqual(
        again.map((one) => [one.symbol, one.score]),
        sorted.map((one) => [one.symbol, one.score]),
      );
    }),
  );
  assert.deepEqual(clicked(INITIAL, "score"), { column: "score", descending: false });
  assert.deepEqual(clicked(INITIAL, "symbol"), { column: "symbol", descending: false });
});

const QUIET: Situation = {
  connection: { kind: "open", via: "socket" },
  online: true,
  now: 0,
  source: "live",
  newestAge: 400,
  staleSymbols: 0,
  symbols: 100,
  feeds: [{ exchange: "bybit-linear", state: "live", as_of: null, reason: null }],
  statusAge: 500,
  problems: [],
};

test("the chip names the age when all is well", () => {
  assert.deepEqual(chip(QUIET), { state: "live", label: "LIVE 0.4s", words: "" });
});

test("the chip never says LIVE for old data or another market than the live one", () => {
  const kinds = fc.constantFrom<Situation["connection"]>(
    { kind: "open", via: "socket" },
    { kind: "connecting" },
  );
  fc.assert(
    fc.property(fc.double({ min: 3_001, max: 1e9 }), kinds, (newestAge, connection) => {
      assert.doesNotMatch(chip({ ...QUIET, newestAge, connection }).label, /LIVE|FRESH/);
    }),
  );
  assert.equal(chip({ ...QUIET, source: "simulated" }).label, "FRESH 0.4s");
  assert.equal(chip({ ...QUIET, newestAge: Number.NaN }).label, "NO DATA");
});

test("the chip says in words what is wrong", () => {
  const words = (changes: Partial<Situation>) => chip({ ...QUIET, ...changes }).words;
  assert.equal(words({ newestAge: 12_000, statusAge: 12_300 }), "Engine unreachable for 12s");
  assert.equal(
    words({ connection: { kind: "lost", retryAt: 3_100 } }),
    "Connection lost, retrying in 4 s",
  );
  assert.equal(
    words({ connection: { kind: "lost", retryAt: 3_100 }, online: false }),
    "Offline, retrying in 4 s",
  );
  const stalled = {
    exchange: "bybit-linear",
    state: "stalled",
    as_of: null,
    reason: null,
  } as const;
  assert.equal(words({ feeds: [stalled] }), "Feed bybit-linear stalled");
  assert.equal(words({ staleSymbols: 3 }), "3 of 100 symbols stale");
  assert.equal(words({ newestAge: 20_000 }), "No update for 20s");
  assert.equal(words({ newestAge: Number.NaN, problems: ["no copy"] }), "no copy");
  assert.equal(announcement({ kind: "lost", retryAt: 1 }, "live"), "Connection lost, retrying");
});

test("contributions drawn one after another end where the score is", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ min: -9, max: 9, noNaN: true }))), (parts) => {
      const { span, steps } = waterfall(parts);
      let reached = 0;
      parts.forEach((part, index) => {
        const step = steps[index];
        if (part === null) {
          assert.equal(step, null);
          return;
        }
        assert.ok(step);
        const [from, to] = part < 0 ? [step.x + step.width, step.x] : [step.x, step.x + step.width];
        assert.ok(Math.abs(from - reached) < 1e-9);
        reached = to;
        assert.ok(Math.abs(reached) <= span + 1e-9);
      });
      const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
      assert.ok(Math.abs(reached - sum) < 1e-9);
    }),
  );
});

const BAR = {
  open: "1",
  high: "3",
  low: "0.5",
  close: "2",
  volume: "1",
  closed: true,
  partial: false,
};

test("holes are left open, one entry per absent bar", () => {
  const found = holes({
    interval: "5m",
    gaps: [{ from: "2026-11-22T10:00:00.000Z", to: "2026-11-22T10:15:00.000Z" }],
  });
  const start = Date.parse("2026-11-22T10:00:00.000Z") / 1000;
  assert.deepEqual(
    found.map((hole) => hole.time),
    [start, start + 300, start + 600],
  );
});

test("bars that are no numbers are left out, newer ones replace older ones", () => {
  const time = "2026-11-22T10:00:00.000Z";
  const good = points([{ ...BAR, open_time: time }]);
  assert.equal(good.length, 1);
  assert.deepEqual(points([{ ...BAR, open_time: time, close: "x" }]), []);
  const newer = points([{ ...BAR, open_time: time, close: "9" }]);
  assert.deepEqual(merge(good, newer), newer);
});

test("a trade moves only the bar that it falls into", () => {
  const [open] = points([{ ...BAR, open_time: "2026-11-22T10:00:00.000Z" }]);
  assert.ok(open);
  const inside = traded(open, 7, Date.parse("2026-11-22T10:00:59.999Z"), 60);
  assert.deepEqual(inside, { ...open, high: 7, close: 7 });
  assert.equal(traded(open, 7, Date.parse("2026-11-22T10:01:00.000Z"), 60), null);
  assert.equal(traded(open, Number.NaN, Date.parse("2026-11-22T10:00:01.000Z"), 60), null);
});
