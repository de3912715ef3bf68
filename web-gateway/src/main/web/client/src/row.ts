/** One row of the channel `scores`. */

export type DimensionCode =
  "orderflow" | "orderbook" | "volume" | "price_structure" | "technical" | "sentiment";

/** Decimal text, exact as the venue wrote it. */
export type Decimal = string;

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
