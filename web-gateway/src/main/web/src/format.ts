/**
 * Numbers as a trader reads them. Absent in, "—" out; never an exponent, never "-0.00". The server
 * renders with the same rules (`Numbers.java`); both are tested against one file of cases.
 */

export const NOTHING = "—";
const MINUS = "−";

function formatter(options: Intl.NumberFormatOptions): (value: number | string) => string {
  const format = new Intl.NumberFormat("en-US", { roundingMode: "halfEven", ...options } as object);
  return (value) => format.format(value as number).replace("-", MINUS);
}

const percent2 = formatter({
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "exceptZero",
});
const percent4 = formatter({
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
  signDisplay: "exceptZero",
});
const oneDecimal = formatter({
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "negative",
});
const signedOneDecimal = formatter({
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const signedTwoDecimals = percent2;
const threeDigits = formatter({ minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const sixDigits = formatter({ maximumSignificantDigits: 6, signDisplay: "negative" });
const whole = formatter({ maximumFractionDigits: 0, signDisplay: "negative" });

type Maybe = number | null | undefined;

function known(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

const DECIMAL = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/;
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

function subscript(count: number): string {
  return [...String(count)].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
}

/** A price exactly as the venue wrote it, grouped; below 0.001 with the zeros counted: `0.0₅1234`. */
export function price(text: string | null | undefined): string {
  const match = DECIMAL.exec(text ?? "");
  if (!match) {
    return NOTHING;
  }
  const [, sign = "", head = "", tail] = match;
  const integer = head.replace(/^0+(?=\d)/, "");
  const minus = sign && /[1-9]/.test(head + (tail ?? "")) ? MINUS : "";
  if (tail === undefined) {
    return minus + group(integer);
  }
  const zeros = /^0*/.exec(tail)?.[0].length ?? 0;
  if (integer === "0" && zeros >= 3 && zeros < tail.length) {
    return `${minus}0.0${subscript(zeros)}${tail.slice(zeros)}`;
  }
  return `${minus}${group(integer)}.${tail}`;
}

function group(integer: string): string {
  return integer.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `+4.12%` from 4.12. */
export function percent(value: Maybe): string {
  return known(value) ? `${percent2(value)}%` : NOTHING;
}

/** `+0.0080%`, the funding rate per 8 h. */
export function funding(value: Maybe): string {
  return known(value) ? `${percent4(value)}%` : NOTHING;
}

/** Unsigned, one decimal: `71.4`. */
export function score(value: Maybe): string {
  return known(value) ? oneDecimal(value) : NOTHING;
}

/** Signed, one decimal: a contribution in points, a distance in basis points. */
export function points(value: Maybe): string {
  return known(value) ? signedOneDecimal(value) : NOTHING;
}

/** Signed, two decimals: a bias. */
export function bias(value: Maybe): string {
  return known(value) ? signedTwoDecimals(value) : NOTHING;
}

/** `93%` from 0.93. */
export function share(value: Maybe): string {
  return known(value) ? `${whole(value * 100)}%` : NOTHING;
}

export function count(value: Maybe): string {
  return known(value) ? whole(value) : NOTHING;
}

const UNITS = ["", "K", "M", "B", "T"];

/** Three significant digits and a unit: `31.2B`. */
export function compact(value: Maybe): string {
  if (!known(value)) {
    return NOTHING;
  }
  if (value === 0) {
    return "0";
  }
  let scaled = value;
  let unit = 0;
  // 999.5 and more would be written 1,000 with three digits: it belongs to the next unit
  while (Math.abs(scaled) >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit++;
  }
  return threeDigits(scaled) + UNITS[unit];
}

/** Decimal text as `31.2B`. */
export function money(text: string | null | undefined): string {
  return DECIMAL.test(text ?? "") ? compact(Number(text)) : NOTHING;
}

/** A raw factor input: six digits, or compact from a million on. */
export function plain(value: Maybe): string {
  if (!known(value)) {
    return NOTHING;
  }
  return Math.abs(value) >= 1e6 ? compact(value) : sixDigits(value).replace(/^−0$/, "0");
}

/** `0.4s`, `12s`, `3m`, `2h`, `5d`, rounded down so that an age is never overstated past a unit. */
export function age(ms: Maybe): string {
  if (!known(ms)) {
    return NOTHING;
  }
  const positive = Math.max(0, ms);
  if (positive < 10_000) {
    return `${(Math.floor(positive / 100) / 10).toFixed(1)}s`;
  }
  if (positive < 120_000) {
    return `${Math.floor(positive / 1000)}s`;
  }
  if (positive < 7_200_000) {
    return `${Math.floor(positive / 60_000)}m`;
  }
  if (positive < 172_800_000) {
    return `${Math.floor(positive / 3_600_000)}h`;
  }
  const days = Math.floor(positive / 86_400_000);
  return days > 9_999 ? ">9999d" : `${days}d`;
}

/** `price structure` from `price_structure`, `order flow` from `orderflow`. */
export function words(name: string): string {
  return name.replaceAll("_", " ").replace(/^order(flow|book)$/, "order $1");
}

/** How many tenths of the way from 50 to the end a bar reaches, −10 to +10; null when absent. */
export function barStep(value: Maybe): number | null {
  if (!known(value)) {
    return null;
  }
  const distance = Math.max(-50, Math.min(50, value - 50));
  const step = Math.max(0, Math.ceil(Math.abs(distance) / 5 - 1e-9));
  return distance < 0 ? 0 - step : step;
}
