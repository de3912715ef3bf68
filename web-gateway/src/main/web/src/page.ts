/** What `main` needs of a page. */

import type { ChannelState } from "../client/src/index.ts";

/** How the data of a page is doing. */
export interface Pulse {
  /** ms since the newest market event shown; NaN when none is. */
  newestAge: number;
  symbols: number;
  staleSymbols: number;
}

export interface Page {
  /** Channels of the stream with the wished updates per second. */
  readonly channels: ReadonlyMap<string, number>;
  /** A channel holds a new state. */
  changed(channel: string, state: ChannelState): void;
  /** Writes everything as of data time `now`, ms. */
  render(now: number): Pulse;
}
