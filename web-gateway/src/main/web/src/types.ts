/** The wire shapes this client reads; unknown members are ignored, every number may be absent. */

export type DimensionCode =
  "orderflow" | "orderbook" | "volume" | "price_structure" | "technical" | "sentiment";

/** In the order in which they are shown. */
export const DIMENSIONS: readonly DimensionCode[] = [
  "orderflow",
  "orderbook",
  "volume",
  "price_structure",
  "technical",
  "sentiment",
];

/** Decimal text, exact as the venue wrote it. */
export type Decimal = string;

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

export interface SymbolRow {
  symbol: string;
  venue: string;
  price: Decimal | null;
  change_24h: number | null;
  turnover_24h: Decimal | null;
  score: number | null;
  coverage: number;
  confidence: number | null;
  dimensions: Partial<Record<DimensionCode, number | null>>;
  book_state: string;
  as_of: string;
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
  missing: Missing[];
}

export interface EngineStatus {
  version: string;
  started_at: string;
  feeds: Feed[];
  symbols: number;
  scored: number;
  note: string | null;
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
  page: "market" | "symbol";
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
}

export interface Candles {
  symbol: string;
  venue: string;
  interval: string;
  bars: Candle[];
  gaps: { from: string; to: string }[];
}
