import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ServerClock } from "../src/clock.ts";
import { ageOf, BUDGETS, stateOf, type ValueClass, worse } from "../src/freshness.ts";

const classes = fc.constantFrom(...(Object.keys(BUDGETS) as ValueClass[]));

test("the budgets are those of the product text", () => {
  assert.deepEqual(BUDGETS.price, { live: 3_000, delayed: 15_000, stale: 600_000 });
  assert.deepEqual(BUDGETS.score, { live: 15_000, delayed: 60_000, stale: 900_000 });
  assert.deepEqual(BUDGETS.derivatives, { live: 120_000, delayed: 600_000, stale: 7_200_000 });
});

test("a price passes through all states at its limits", () => {
  const states = [3_000, 3_001, 15_000, 15_001, 600_000, 600_001].map((age) =>
    stateOf(age, "price"),
  );
  assert.deepEqual(states, ["live", "delayed", "delayed", "stale", "stale", "gone"]);
});

test("never live for old data, nor for data without a time", () => {
  fc.assert(
    fc.property(classes, fc.double(), (valueClass, age) => {
      const live = stateOf(age, valueClass) === "live";
      assert.equal(live && !(age <= BUDGETS[valueClass].live), false);
    }),
  );
  assert.equal(stateOf(ageOf(null, 0), "price"), "gone");
  assert.equal(stateOf(ageOf("yesterday", 0), "price"), "gone");
  assert.equal(stateOf(-60_000, "price"), "stale");
});

test("a value only gets worse with age", () => {
  fc.assert(
    fc.property(classes, fc.nat(10_000_000), fc.nat(10_000_000), (valueClass, one, more) => {
      const later = stateOf(one + more, valueClass);
      assert.equal(worse(stateOf(one, valueClass), later), later);
    }),
  );
});

test("a local clock that is wrong or set back does not make old values live", () => {
  const wallJump = fc.integer({ min: -86_400_000, max: 0 });
  fc.assert(
    fc.property(
      fc.nat(2 ** 40),
      wallJump,
      fc.integer({ min: 20_000, max: 1e8 }),
      (wall, jump, pass) => {
        const local = { wall: wall, monotonic: 5 };
        const clock = new ServerClock({ wall: () => local.wall, monotonic: () => local.monotonic });
        const server = Date.parse("2026-11-22T10:00:00.000Z");
        clock.learn(new Date(server).toISOString());
        assert.equal(stateOf(ageOf("2026-11-22T09:59:59.000Z", clock.now()), "price"), "live");
        local.monotonic += pass;
        local.wall += pass + jump;
        assert.ok(clock.now() >= server + pass);
        assert.notEqual(stateOf(ageOf("2026-11-22T09:59:59.000Z", clock.now()), "price"), "live");
      },
    ),
  );
});

test("a device that slept knows it by the wall clock", () => {
  const local = { wall: 1_000, monotonic: 0 };
  const clock = new ServerClock({ wall: () => local.wall, monotonic: () => local.monotonic });
  clock.learn("2026-11-22T10:00:00.000Z");
  local.wall += 3_600_000;
  assert.equal(clock.now(), Date.parse("2026-11-22T11:00:00.000Z"));
});

test("late heartbeats do not turn the clock back", () => {
  const local = { wall: 0, monotonic: 0 };
  const clock = new ServerClock({ wall: () => local.wall, monotonic: () => local.monotonic });
  clock.learn("2026-11-22T10:00:00.000Z");
  local.wall += 5_000;
  local.monotonic += 5_000;
  clock.learn("2026-11-22T10:00:03.000Z"); // two seconds on its way
  assert.equal(clock.now(), Date.parse("2026-11-22T10:00:05.000Z"));
});

test("a replay ages against its tape", () => {
  const local = { wall: 0, monotonic: 0 };
  const clock = new ServerClock({ wall: () => local.wall, monotonic: () => local.monotonic });
  clock.learn("2026-11-22T10:00:00.000Z");
  clock.followTape("2025-01-01T00:00:00.000Z");
  local.monotonic += 20_000;
  assert.equal(clock.dataNow(), Date.parse("2025-01-01T00:00:20.000Z"));
  assert.equal(clock.now(), Date.parse("2026-11-22T10:00:20.000Z"));
  clock.leaveTape();
  assert.equal(clock.dataNow(), clock.now());
});
