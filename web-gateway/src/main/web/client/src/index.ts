/** What the package offers. */

export { followPage, here } from "./browser.ts";
export { type ChannelState, EMPTY } from "./reducer.ts";
export type { Decimal, DimensionCode, SymbolRow } from "./row.ts";
export { type Connection, type Listener, Stream, type Surroundings, type Via } from "./stream.ts";
