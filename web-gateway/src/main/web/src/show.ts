/** Puts one value into its element, aged: colour leaves what is stale, "—" replaces what is gone. */

import { attribute, text } from "./dom.ts";
import { NOTHING } from "./format.ts";
import { type State, stateOf } from "./freshness.ts";
import type { Shown } from "./values.ts";

/** Returns whether the text changed. */
export function show(node: HTMLElement | null, shown: Shown, ageMs: number): boolean {
  if (!node) {
    return false;
  }
  const absent = shown.text === NOTHING;
  const state: State = absent ? "gone" : stateOf(ageMs, shown.valueClass);
  const blank = state === "gone";
  attribute(node, "data-state", state);
  attribute(node, "title", blank && !absent ? "too old to show" : shown.title);
  const coloured = state === "live" || state === "delayed";
  attribute(
    node,
    "data-dir",
    coloured && shown.direction !== "flat" ? (shown.direction ?? null) : null,
  );
  return text(node, blank ? NOTHING : shown.text);
}
