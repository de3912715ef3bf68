import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../test/resources/page/performance-cases.json";
import { performanceTables } from "../src/performance.ts";
import type { Performance } from "../src/types.ts";

test("the performance is written as the server writes it", () => {
  for (const { performance, tables } of cases) {
    assert.deepEqual(performanceTables(performance as unknown as Performance), tables);
  }
});
