import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import cases from "../../../test/resources/page/format-cases.json";
import * as format from "../src/format.ts";

type Formatter = (value: never) => string | number | null;

for (const [name, list] of Object.entries(cases)) {
  test(`${name} writes every case that the server writes too`, () => {
    const formatter = format[name as keyof typeof cases] as Formatter;
    for (const [given, expected] of list as [unknown, unknown][]) {
      assert.equal(formatter(given as never), expected, `${name}(${JSON.stringify(given)})`);
    }
  });
}

const NUMERIC = [
  format.percent,
  format.funding,
  format.score,
  format.points,
  format.bias,
  format.share,
  format.count,
  format.compact,
  format.plain,
  format.age,
];

test("absent in, dash out, whatever the formatter", () => {
  for (const formatter of NUMERIC) {
    for (const absent of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.equal(formatter(absent), format.NOTHING);
    }
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^-?\d+(\.\d+)?$/.test(text));
      assert.equal(format.price(text), format.NOTHING);
      assert.equal(format.money(text), format.NOTHING);
    }),
  );
});

test("no exponent, no minus zero, no ASCII minus", () => {
  const anyNumber = fc.oneof(
    fc.double({ noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  );
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...NUMERIC), (value, formatter) => {
      const text = formatter(value);
      assert.doesNotMatch(text, /e|E|-|NaN|Infinity/);
      assert.doesNotMatch(text, /^−[0.,]*[%KMBT]?$/);
    }),
  );
});

test("a price keeps every digit that the venue wrote", () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.stringMatching(/^\d{1,12}$/))
    .map(([head, tail]) => `${head}.${tail}`);
  fc.assert(
    fc.property(decimal, (text) => {
      const shown = format.price(text).replaceAll(",", "");
      const unfolded = shown.replace(/^0\.0([₀-₉]+)/, (_, zeros: string) => {
        const count = Number([...zeros].map((digit) => "₀₁₂₃₄₅₆₇₈₉".indexOf(digit)).join(""));
        return `0.${"0".repeat(count)}`;
      });
      assert.equal(unfolded, text);
    }),
  );
});
