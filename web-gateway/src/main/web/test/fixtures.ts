import type { SymbolRow } from "../src/types.ts";

export function row(changes: Partial<SymbolRow>): SymbolRow {
  return {
    symbol: "BTCUSDT",
    venue: "bybit-linear",
    price: "67000.10",
    change_24h: 1.5,
    turnover_24h: "31234567890",
    score: 71.4,
    coverage: 0.93,
    confidence: 0.5,
    dimensions: { orderflow: 80, orderbook: 40, volume: 60, price_structure: 70, technical: 50 },
    book_state: "live",
    as_of: "2026-11-22T10:00:00.000Z",
    ...changes,
  };
}
