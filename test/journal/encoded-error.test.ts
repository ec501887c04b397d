import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type EncodedError, encodeError } from "../../src/journal/encoded-error.ts";

const sizeOf = ({ cause, errors = [] }: EncodedError): number =>
  1 + (cause ? sizeOf(cause) : 0) + errors.reduce((sum, error) => sum + sizeOf(error), 0);

/** What it is, and what it is again after it went through JSON. */
const throughJson = (encoded: EncodedError): unknown => JSON.parse(JSON.stringify(encoded));

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withObjectString: true,
  withNullPrototype: true,
});

const anyError = fc
  .tuple(fc.string({ unit: "binary" }), anything, fc.dictionary(fc.string({ unit: "binary" }), anything))
  .map(([message, cause, own]) => Object.assign(new Error(message, { cause }), own));

const thrower = (): never => {
  throw new Error("hostile");
};
const allTraps = { get: thrower, has: thrower, ownKeys: thrower, getPrototypeOf: thrower };
const revoked = (target: object): unknown => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const bottomless = new AggregateError([]);
bottomless.errors = Array.from({ length: 64 }, () => bottomless);
bottomless.cause = bottomless;
const wide = Object.assign(
  new Error("wide"),
  Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, [i]])),
);

describe("an encoded error", () => {
  test("is the same after a way through JSON, whatever was thrown", () => {
    fc.assert(
      fc.property(fc.oneof(anything, anyError), (thrown) => {
        const encoded = encodeError(thrown);
        expect(throughJson(encoded)).toStrictEqual(encoded);
        expect(encoded.name.isWellFormed() && encoded.message.isWellFormed()).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<readonly [string, unknown]>([
    ["a revoked proxy", revoked({})],
    ["a revoked proxy of an error", revoked(new Error("x"))],
    ["a revoked proxy of a function", revoked(thrower)],
    ["a proxy whose traps throw", new Proxy({}, allTraps)],
    ["a proxy of an error whose traps throw", new Proxy(new Error("x"), allTraps)],
    ["an error whose members throw", Object.defineProperty(new Error("x"), "message", { get: thrower })],
    ["an error with a hostile cause", new Error("x", { cause: new Proxy({}, allTraps) })],
    ["an AggregateError of hostile members", new AggregateError([revoked([]), new Proxy({}, allTraps)])],
    ["an AggregateError with hostile errors", Object.assign(new AggregateError([]), { errors: revoked([]) })],
    ["an AggregateError that contains itself 64 times", bottomless],
    ["an error with 1,000 members of its own", wide],
    ["an object whose toString throws", { toString: thrower, [Symbol.toPrimitive]: thrower }],
    ["an array of itself", Array.from({ length: 300 }, (_, __, all: unknown[] = []) => all)],
    ["−0 and NaN", Object.assign(new Error("x"), { data: [-0], nothing: [undefined], not: Number.NaN })],
    ["texts without an end", Object.assign(new Error("m".repeat(1e6)), { ["k".repeat(1e6)]: "v".repeat(1e6) })],
  ])("is made of %s without an error, JSON-safe and of bounded size", (_, thrown) => {
    const encoded = encodeError(thrown);
    expect(throughJson(encoded)).toStrictEqual(encoded);
    expect(sizeOf(encoded)).toBeLessThanOrEqual(64);
    expect(JSON.stringify(encoded).length).toBeLessThan(200_000);
  });

  test("names what was thrown when it was no error", () => {
    expect(encodeError(undefined)).toEqual({ name: "undefined", message: "undefined" });
    expect(encodeError(null)).toEqual({ name: "null", message: "null" });
    expect(encodeError("text")).toEqual({ name: "string", message: "text" });
    expect(encodeError({ _tag: "NotFound", message: "no file", path: "a.csv" })).toEqual({
      name: "NotFound",
      message: "no file",
      data: { _tag: "NotFound", message: "no file", path: "a.csv" },
    });
  });

  test("keeps the cause chain, the members of an AggregateError, and own data", () => {
    const thrown = new AggregateError([new TypeError("a"), "b"], "both", { cause: new RangeError("c") });
    expect(encodeError(Object.assign(thrown, { code: 7 }))).toMatchObject({
      name: "AggregateError",
      message: "both",
      cause: { name: "RangeError", message: "c" },
      errors: [{ name: "TypeError" }, { name: "string", message: "b" }],
      data: { code: 7 },
    });
  });

  test("tells 8 causes of a cycle of causes", () => {
    const thrown = new Error("round");
    thrown.cause = thrown;
    expect(sizeOf(encodeError(thrown))).toBe(9);
  });
});
