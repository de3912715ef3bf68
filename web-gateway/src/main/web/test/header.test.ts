import assert from "node:assert/strict";
import { test } from "node:test";
import { feedChips, feedWords, notLiveRows } from "../src/header.ts";
import type { ChannelStatus, Feed, VenueStatus } from "../src/types.ts";

const NOW = Date.parse("2026-11-22T10:00:00.000Z");
const LIVE: ChannelStatus = {
  channel: "trades",
  state: "live",
  symbols: 60,
  stalled: 0,
  syncing: 0,
  not_live: [],
  left_off: 0,
};

function venue(...channels: ChannelStatus[]): VenueStatus {
  return {
    venue: "okx",
    state: "live",
    reason: null,
    since: "2026-11-22T09:00:00.000Z",
    as_of: "2026-11-22T09:59:59.500Z",
    rest: { state: "ok", until: null, reason: null },
    clock: null,
    channels,
  };
}

test("a venue whose channels are live has no line for any symbol", () => {
  assert.deepEqual(notLiveRows([venue(LIVE)], NOW), []);
  assert.equal(feedWords(venue(LIVE), NOW).at(-1), "trades live");
});

test("each symbol that is not live is named with its reason and age, and the others are counted", () => {
  const book: ChannelStatus = {
    ...LIVE,
    channel: "book",
    state: "stalled",
    stalled: 1,
    syncing: 3,
    not_live: [
      {
        symbol: "ETHUSDT",
        state: "stalled",
        reason: "silent for 34 s",
        as_of: "2026-11-22T09:59:26.000Z",
      },
      { symbol: "BTCUSDT", state: "syncing", reason: "no snapshot yet", as_of: null },
    ],
    left_off: 2,
  };
  assert.deepEqual(notLiveRows([venue(LIVE, book)], NOW), [
    ["ETHUSDT", "okx", "book", "stalled", "silent for 34 s", "34s"],
    ["BTCUSDT", "okx", "book", "syncing", "no snapshot yet", "—"],
    ["2 more", "okx", "book", "not live", "", ""],
  ]);
  assert.equal(feedWords(venue(LIVE, book), NOW).at(-1), "trades live, book stalled (4 of 60)");
});

test("a feed's chip says what its venue says, and the feed's own word where no venue is told", () => {
  const okx: Feed = { exchange: "okx", state: "live", as_of: null, reason: null };
  const kraken: Feed = { ...okx, exchange: "kraken", state: "down", reason: "no answer" };
  const stalled = { ...venue(LIVE), state: "stalled", reason: "trades of 1 of 60 symbols" };
  assert.deepEqual(feedChips([okx, kraken], [stalled]), [
    { ...okx, state: "stalled", reason: "trades of 1 of 60 symbols" },
    kraken,
  ]);
  assert.deepEqual(feedChips([okx], []), [okx]);
  assert.deepEqual(feedChips([okx], [venue(LIVE)]), [okx]);
});
