/** Sorting of the score table: total, so that equal values keep one order; absent values last. */

import type { SymbolRow } from "./types.ts";

export type Column = "symbol" | "price" | "change_24h" | "score" | "turnover_24h" | "age";

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** As the server renders it. */
export const INITIAL: Order = { column: "score", descending: true };

/** A click on a header: the same column turns round, another starts with what people look for. */
export function clicked(order: Order, column: Column): Order {
  return order.column === column
    ? { column, descending: !order.descending }
    : { column, descending: column !== "symbol" && column !== "age" };
}

export function compare(order: Order): (a: SymbolRow, b: SymbolRow) => number {
  const sign = order.descending ? -1 : 1;
  return (a, b) => {
    const left = key(a, order.column);
    const right = key(b, order.column);
    if (left === null || right === null) {
      return left === right ? bySymbol(a, b) : left === null ? 1 : -1;
    }
    return left === right ? bySymbol(a, b) : left < right ? -sign : sign;
  };
}

function bySymbol(a: SymbolRow, b: SymbolRow): number {
  return a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0;
}

function key(row: SymbolRow, column: Column): string | number | null {
  switch (column) {
    case "symbol":
      return row.symbol;
    case "age":
      return finite(-Date.parse(row.as_of));
    case "price":
    case "turnover_24h":
      return row[column] === null ? null : finite(Number(row[column]));
    case "change_24h":
    case "score":
      return row[column];
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
