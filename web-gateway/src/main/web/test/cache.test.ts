import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../test/resources/page/cache-cases.json";
import { cacheTables } from "../src/cache.ts";
import type { CacheMetrics } from "../src/types.ts";

test("the caches are written as the server writes them", () => {
  for (const { metrics, tables } of cases) {
    assert.deepEqual(cacheTables(metrics as unknown as CacheMetrics), tables);
  }
});
