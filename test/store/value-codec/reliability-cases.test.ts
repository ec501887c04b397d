/** The values on which well-known serialisers lose something or fail: each is kept exactly, or refused with its path. */
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";

import { NotStorable } from "../../../src/store-error.ts";
import { decodeValue } from "../../../src/store/value-codec/decode-value.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import { difference } from "./same-value.ts";

const circular: Record<string, unknown> = {};
circular["self"] = circular;
const shared = { x: 1 };
const deep = (): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < 100_000; level++) value = [value];
  return value;
};

const kept: readonly (readonly [string, unknown])[] = [
  ["plain JSON", { rows: [{ a: 1, b: "x", c: null, d: true }] }],
  ["NaN", Number.NaN],
  ["Infinity", [Infinity, -Infinity]],
  ["−0", { zero: -0 }],
  ["undefined", undefined],
  ["an undefined member", { a: undefined, b: 1 }],
  ["a hole", [1, , 3]], // eslint-disable-line no-sparse-arrays
  ["BigInt 1e30", 10n ** 30n],
  ["a Date", new Date(1_700_000_000_000)],
  ["an invalid Date", new Date(Number.NaN)],
  ["a Map with object keys", new Map([[shared, shared]])],
  ["a Set", new Set([1, "1", Number.NaN])],
  ["a RegExp", /a\/(?<year>\d+)/giu],
  ["a URL", new URL("https://example.org/a?b#c")],
  ["a Uint8Array", Uint8Array.of(0, 255)],
  ["a Float64Array", Float64Array.of(-0, Number.NaN, 5e-324)],
  ["a BigInt64Array", BigInt64Array.of(-1n)],
  ["a Buffer", Buffer.from("héllo")],
  ["an ArrayBuffer", Uint8Array.of(1, 2).buffer],
  ["a DataView", new DataView(Uint8Array.of(1, 2).buffer, 1)],
  ["a circle", circular],
  ["a shared object", [shared, shared]],
  ["an object without prototype", Object.assign(Object.create(null) as object, { a: 1 })],
  ["an Error with cause and code", Object.assign(new TypeError("no", { cause: new Error("why") }), { code: "E1" })],
  ["an AggregateError", new AggregateError([new Error("one"), 2], "both")],
  ["an own __proto__", JSON.parse('{"__proto__":{"polluted":true}}') as unknown],
  ["a lone surrogate", { "\ud800": "\udc00 and 😀" }],
  ["a boxed number", Object(-0)],
  ["100,000 levels", deep()],
];

// isDeepStrictEqual recurses.
const isEqual = (name: string, copy: unknown, value: unknown): boolean =>
  name === "100,000 levels" || isDeepStrictEqual(copy, value);

test.each(kept)("%s is kept", (name, value) => {
  const copy = decodeValue(encodeValue(value));
  expect(difference(value, copy)).toBeUndefined();
  expect(isEqual(name, copy, value)).toBe(true);
});

const revoked = Proxy.revocable({}, {});
revoked.revoke();

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a function", { f: () => 1 }, "$.f is a function"],
  ["a symbol", [Symbol("s")], "$[0] is a symbol"],
  [
    "a class instance",
    {
      at: new (class Point {
        x = 1;
      })(),
    },
    "$.at is an instance of Point",
  ],
  ["a Promise", { p: Promise.resolve(1) }, "$.p is an instance of Promise"],
  ["a Proxy", [new Proxy({}, {})], "$[0] is a Proxy"],
  ["a revoked Proxy", { x: revoked.proxy }, "$.x is a Proxy"],
  [
    "a getter that throws",
    Object.defineProperty({}, "boom", {
      enumerable: true,
      get: () => {
        throw new Error("boom");
      },
    }),
    "$.boom is an accessor",
  ],
];

describe("refused", () => {
  test.each(refused)("%s", (_, value, message) => {
    expect(() => encodeValue(value)).toThrow(NotStorable);
    expect(() => encodeValue(value)).toThrow(message);
  });
});

test("there are 36", () => {
  expect(kept.length + refused.length).toBe(36);
});
