/** The wire shapes this client reads; unknown members are ignored, every number may be absent. */

import type { Decimal, DimensionCode, SymbolRow } from "../client/src/index.ts";

export type { Decimal, DimensionCode, SymbolRow };

/** In the order in which they are shown. */
export const DIMENSIONS: readonly DimensionCode[] = [
  "orderflow",
  "orderbook",
  "volume",
  "price_structure",
  "technical",
  "sentiment",
];

export interface Missing {
  field: string;
  reason: string;
}

export interface Feed {
  exchange: string;
  state: "live" | "connecting" | "stalled" | "down";
  as_of: string | null;
  reason: string | null;
}

export interface MarketOverview {
  symbols: number;
  scored: number;
  advancing: number | null;
  declining: number | null;
  average_score: number | null;
  dispersion: number | null;
  btc_volatility: number | null;
  turnover_24h: Decimal | null;
  open_interest: Decimal | null;
  funding_rate: number | null;
  coverage: number;
  missing: Missing[];
}

export interface FactorInput {
  name: string;
  value: number;
  unit: string;
}

export interface FactorView {
  name: string;
  weight: number;
  bias: number | null;
  quality: number | null;
  age_ms: number | null;
  inputs: FactorInput[];
  missing: string | null;
}

export interface DimensionView {
  name: string;
  weight: number;
  present: number;
  bias: number | null;
  score: number | null;
  contribution: number | null;
  quality: number | null;
  factors: FactorView[];
}

export interface Confluence {
  symbol: string;
  venue: string;
  price: Decimal | null;
  change_24h: number | null;
  score: number | null;
  coverage: number;
  direction: number | null;
  dispersion: number | null;
  consensus: number | null;
  reliability: number | null;
  confidence: number | null;
  dimensions: DimensionView[];
  history: { time: string; score: number }[];
  fallback?: { preferred: string; since: string; reason: string } | null;
  venues?: VenueView[];
  missing: Missing[];
}

export interface VenueView {
  venue: string;
  role: string;
  state: string;
  reason: string | null;
  quote: string;
  price: Decimal | null;
  off_bp: number | null;
  age_ms: number;
  volume: number;
  delta: number;
  flow_share: number | null;
}

export interface EngineStatus {
  version: string;
  started_at: string;
  feeds: Feed[];
  symbols: number;
  scored: number;
  note: string | null;
  health?: string;
  warnings?: string[];
  venues?: VenueStatus[];
}

export interface VenueStatus {
  venue: string;
  state: string;
  reason: string | null;
  since: string;
  as_of: string | null;
  rest: { state: string; until: string | null; reason: string | null };
  clock: { offset_ms: number; state: string } | null;
  channels: ChannelStatus[];
}

export interface ChannelStatus {
  channel: string;
  state: string;
  symbols: number;
  stalled: number;
  syncing: number;
  not_live: { symbol: string; state: string; reason: string; as_of: string | null }[];
  left_off: number;
}

export type Source = "live" | "replay" | "simulated";

export interface Meta {
  key: string;
  version: number;
  as_of: string;
  computed_at: string;
  source: Source;
  feeds: Feed[];
}

/** What the server put into the page: the documents it rendered, each with its own meta. */
export interface Boot {
  page: "market" | "symbol" | "cache" | "performance";
  served_at: string;
  symbol?: string;
  market?: { data: MarketOverview; rows: SymbolRow[]; total_rows: number; meta: Meta };
  confluence?: { data: Confluence; meta: Meta };
  status?: { data: EngineStatus; meta: Meta };
  /** Why a document above is absent, in plain words. */
  problems: string[];
}

export interface Candle {
  open_time: string;
  open: Decimal;
  high: Decimal;
  low: Decimal;
  close: Decimal;
  volume: Decimal;
  closed: boolean;
  /** Trades of it are known to be missing. */
  partial: boolean;
}

export interface Candles {
  symbol: string;
  venue: string;
  interval: string;
  bars: Candle[];
  gaps: { from: string; to: string }[];
}

/** `/api/cache/metrics`. */
export interface CacheMetrics {
  tiers: CacheTier[];
  answers: CacheAnswers[];
  routes: CacheRoute[];
  tuning: {
    round_at: string | null;
    next_at: string;
    rounds: number;
    keys: number;
    hottest: HotKey[];
    decisions: Decided[];
  };
}

export interface CacheAnswers {
  tier: string;
  fresh_hits: number;
  stale_hits: number;
}

export interface CacheTier {
  name: string;
  state: string;
  reason: string | null;
  breaker: string | null;
  entries: number | null;
  bytes: number | null;
  max_bytes: number | null;
  counts: Record<string, number>;
}

export interface CacheRoute {
  route: string;
  fresh_hits: number;
  stale_hits: number;
  coalesced: number;
  misses: number;
  errors: number;
  hit_ratio: number | null;
  limits: { refresh_ms: number; soft_ms: number };
  refresh_min_ms: number;
  refresh_max_ms: number;
  set_by_hand: boolean;
  pattern: {
    per_second: number;
    update_interval_ms: number | null;
    age_ms: { p50: number; p99: number } | null;
  } | null;
}

export interface HotKey {
  key: string;
  per_second: number;
  update_interval_ms: number | null;
  mean_age_ms: number;
  kept_new: boolean;
}

export interface Decided {
  at: string;
  kind: string;
  route: string;
  keys: string[];
  key_count: number;
  before: string;
  after: string;
  reason: string;
}

/** `/api/performance`. */
export interface Performance {
  uptime_ms: number;
  targets: Target[];
  windows: { name: string; all: RouteUse; routes: RouteUse[] }[];
  slow: { seen: number; newest: SlowRequest[] };
  breakers: { name: string; state: string }[];
  stream_clients: number | null;
  alerts: { name: string; state: string; since: string; detail: string }[];
  missing: Missing[];
}

export interface Target {
  name: string;
  measure: string;
  unit: string;
  floor: number;
  goal: number | null;
  actual: number | null;
  recent: number | null;
  meets: "goal" | "floor" | "neither" | null;
}

export interface RouteUse {
  route: string;
  requests: number;
  per_second: number;
  not_modified: number;
  refused: number;
  limited: number;
  failed: number;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
  hit_ratio: number | null;
}

export interface SlowRequest {
  at: string;
  route: string;
  ms: number;
  status: number;
  reason: string;
  cache_status: string | null;
  trace_id: string | null;
}
