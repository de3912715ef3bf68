/** Header and footer, the same on every page: the data chip, the source badge, the feeds. */

import { announcement, type Chip, chip, type Situation } from "./chip.ts";
import { attribute, element, field, text } from "./dom.ts";
import { fill } from "./facts.ts";
import * as format from "./format.ts";
import { ageOf } from "./freshness.ts";
import type { Connection } from "../client/src/index.ts";
import type { Feed, Source, VenueStatus } from "./types.ts";

const ANNOUNCE_GAP_MS = 10_000;

export class Header {
  private announced = "";
  private announcedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly root: ParentNode) {}

  render(situation: Situation): Chip {
    const now = chip(situation);
    const node = field(this.root, "chip");
    attribute(node, "data-state", now.state);
    text(this.root.querySelector("[data-chip-label]"), now.label);
    text(this.root.querySelector("[data-chip-words]"), now.words);
    this.badge(situation.source);
    const banner = field(this.root, "banner");
    text(banner, situation.problems.join(" · "));
    attribute(banner, "hidden", situation.problems.length > 0 ? null : "");
    this.announce(situation.connection, now);
    return now;
  }

  feeds(feeds: readonly FeedChip[], dataNow: number): void {
    const list = field(this.root, "feeds");
    if (!list) {
      return;
    }
    const items = [...list.children];
    feeds.forEach((feed, index) => {
      const item = items[index] ?? list.appendChild(element("li", ""));
      attribute(item, "data-feed", feed.exchange);
      attribute(item, "data-feed-state", feed.state);
      attribute(item, "title", feed.reason);
      text(item, `${feed.exchange} ${feed.state} ${format.age(ageOf(feed.as_of, dataNow))}`);
    });
    for (const extra of items.slice(feeds.length)) {
      extra.remove();
    }
  }

  venues(venues: readonly VenueStatus[], dataNow: number): void {
    fill(
      this.root.querySelector('[data-rows="feeds"] tbody'),
      venues.map((one) => feedWords(one, dataNow)),
    );
    const rows = notLiveRows(venues, dataNow);
    const table = this.root.querySelector('[data-rows="not-live"]');
    attribute(table, "hidden", rows.length > 0 ? null : "");
    fill(table?.querySelector("tbody") ?? null, rows);
  }

  private badge(source: Source | null): void {
    const badge = field(this.root, "source");
    const shown = source && source !== "live" ? source : null;
    attribute(badge, "data-source", shown ?? source ?? "unknown");
    attribute(badge, "hidden", shown ? null : "");
    text(badge, shown ? shown.toUpperCase() : "");
  }

  private announce(connection: Connection, now: Chip): void {
    const words = announcement(connection, now.state);
    const time = performance.now();
    if (words && words !== this.announced && time - this.announcedAt >= ANNOUNCE_GAP_MS) {
      this.announced = words;
      this.announcedAt = time;
      text(document.getElementById("announce"), words);
    }
  }
}

/** What the footer says of one feed in a few words. */
export interface FeedChip {
  exchange: string;
  state: string;
  as_of: string | null;
  reason: string | null;
}

/**
 * The feeds, each with its venue's word where the engine tells in detail: a venue whose connections
 * are live may have a channel that is not.
 */
export function feedChips(feeds: readonly Feed[], venues: readonly VenueStatus[]): FeedChip[] {
  return feeds.map((feed) => {
    const venue = venues.find((one) => one.venue === feed.exchange);
    return venue ? { ...feed, state: venue.state, reason: venue.reason } : feed;
  });
}

/** One venue's line: its state with the reason, requests, clock and channels in words. */
export function feedWords(venue: VenueStatus, dataNow: number): string[] {
  const { rest, clock } = venue;
  const channels = venue.channels.map((one) =>
    one.state === "live"
      ? `${one.channel} live`
      : `${one.channel} ${one.state} (${one.stalled + one.syncing} of ${one.symbols})`,
  );
  return [
    venue.venue,
    venue.reason ? `${venue.state} (${venue.reason})` : venue.state,
    format.age(ageOf(venue.since, dataNow)),
    format.age(ageOf(venue.as_of, dataNow)),
    rest.state === "ok" ? "ok" : `${rest.state} until ${rest.until} (${rest.reason})`,
    clock ? `${format.plain(clock.offset_ms)} ms ${clock.state}` : format.NOTHING,
    channels.join(", "),
  ];
}

/** A line for each symbol's channel that is not live, and one for those that are not named. */
export function notLiveRows(venues: readonly VenueStatus[], dataNow: number): string[][] {
  return venues.flatMap(({ venue, channels }) =>
    channels.flatMap(({ channel, not_live, left_off }) => {
      const rows = not_live.map((one) => [
        one.symbol,
        venue,
        channel,
        one.state,
        one.reason,
        format.age(ageOf(one.as_of, dataNow)),
      ]);
      return left_off === 0
        ? rows
        : [...rows, [`${left_off} more`, venue, channel, "not live", "", ""]];
    }),
  );
}
