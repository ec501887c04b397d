/** What cannot be stored exactly is refused, and the message leads to it. */
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";

import { NotStorable } from "../../../src/store-error.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import { storable } from "./value-arbitrary.ts";

const refusalOf = (value: unknown): NotStorable => {
  try {
    encodeValue(value);
  } catch (error) {
    if (error instanceof NotStorable) return error;
    throw error;
  }
  throw new Error("it was stored");
};

class HttpError extends Error {}
class Rows extends Array<number> {}
const hide = (value: object, name: PropertyKey): object => Object.defineProperty(value, name, { value: 1 });
const detached = new Uint8Array(4);
detached.buffer.transfer();
const bomb = (): never => {
  throw new Error("boom");
};
const f = (): number => 1;
const long = (levels: number): unknown => (levels === 0 ? f : { next: long(levels - 1) });

const table: readonly (readonly [what: string, value: unknown, path: string, reason: RegExp])[] = [
  ["a function at the root", f, "$", /is a function/u],
  ["a function in a row", { rows: [{}, {}, {}, { f }] }, "$.rows[3].f", /is a function/u],
  ["a class", { Class: HttpError }, "$.Class", /is a function/u],
  ["under a name that is no identifier", { "a b": f }, '$["a b"]', /is a function/u],
  ["under a name that hides", { "a\u202eb": f }, String.raw`$["a\u202eb"]`, /is a function/u],
  ["as a value of a Map", { map: new Map([["k", f]]) }, '$.map.get("k")', /is a function/u],
  ["as a value under an object", new Map([[{}, f]]), "$.values()[0]", /is a function/u],
  ["as a key of a Map", new Map<unknown, unknown>([[1, 2], [f, 3]]), "$.keys()[1]", /is a function/u], // prettier-ignore
  ["in a Set", [new Set([1, Symbol("s")])], "$[0].values()[1]", /is a symbol/u],
  ["as a cause", new Error("x", { cause: f }), "$.cause", /is a function/u],
  ["the nearest of two", { far: [[f]], near: f }, "$.near", /is a function/u],
  ["behind a circle", [Object.assign([], { f })], "$[0].f", /is a function/u],
  ["far down", long(40), `$${".next".repeat(12)}…16 more…${".next".repeat(12)}`, /is a function/u],
  ["an instance", { a: new HttpError("x") }, "$.a", /is an error of the class HttpError/u],
  ["a subclass of Array", new Rows(3), "$", /is an instance of Rows/u],
  ["a subclass of Map", new (class Index extends Map {})(), "$", /is an instance of Index/u],
  ["a WeakMap", [new WeakMap()], "$[0]", /is an instance of WeakMap/u],
  ["a generator", [[1].values()], "$[0]", /is an instance of Iterator/u],
  ["another realm's object", runInNewContext("({})"), "$", /is an Object of a class or realm of its own/u],
  ["a pretended Map", Object.create(Map.prototype), "$", /cannot be read/u],
  ["a pretended Error", Object.create(Error.prototype), "$", /is no real error/u],
  ["a pretended array", Object.create(Array.prototype), "$", /is no array/u],
  ["a pretended typed array", Object.create(Uint8Array.prototype), "$", /is no real view/u],
  ["an accessor", { get now() { return 1; } }, "$.now", /is an accessor/u], // prettier-ignore
  ["a setter only", { set now(_: unknown) {} }, "$.now", /is an accessor/u],
  ["an accessor in a list", Object.defineProperty([1, 2], 1, { get: f, enumerable: true }), "$[1]", /is an accessor/u],
  ["a hidden member", { a: hide({}, "b") }, "$.a.b", /is not enumerable/u],
  ["a hidden name of a list", [hide([1], "raw")], "$[0].raw", /is not enumerable/u],
  ["a symbol key", { a: { [Symbol("s")]: 1 } }, "$.a", /has the symbol key "Symbol\(s\)"/u],
  ["arguments", (function () { return arguments; })(), "$", /symbol key/u], // prettier-ignore
  ["a name on a Date", Object.assign(new Date(0), { zone: "UTC" }), "$", /property of its own.*: "zone"/u],
  ["a name on a Map", [Object.assign(new Map(), { a: 1 })], "$[0]", /property of its own.*: "a"/u],
  ["a name on a typed array", Object.assign(new Float64Array(3), { unit: "m" }), "$", /property of its own.*: "unit"/u],
  ["a name on bytes", Object.assign(new Uint8Array(3), { unit: "m" }), "$", /property of its own.*: "unit"/u],
  ["a symbol on an error", Object.assign(new Error("x"), { [Symbol("s")]: 1 }), "$", /has the symbol key/u],
  ["a boxed symbol", Object(Symbol("s")), "$", /is an instance of Symbol/u],
  ["shared memory", new Uint8Array(new SharedArrayBuffer(8)), "$", /is shared memory/u],
  ["a resizable buffer", new ArrayBuffer(8, { maxByteLength: 16 }), "$", /resizable/u],
  ["a view of a resizable buffer", [new Int8Array(new ArrayBuffer(8, { maxByteLength: 16 }))], "$[0]", /resizable/u],
  ["transferred memory", detached, "$", /has lost its memory/u],
  ["a Proxy that throws", [new Proxy({}, { ownKeys: bomb, getPrototypeOf: bomb })], "$[0]", /is a Proxy/u],
];

test.each(table)("%s", (_, value, path, reason) => {
  const refusal = refusalOf(value);
  expect(refusal.path).toBe(path);
  expect(refusal.reason).toMatch(reason);
  expect(refusal.remedy).toMatch(/^[A-Z]/u);
});

test("the message says where, why, and what to do", () => {
  expect(refusalOf({ rows: [{ f }] }).message).toBe(
    "$.rows[0].f is a function. Return data only, or register a value codec for what holds it.",
  );
});

test("wherever a function is, it is refused", () => {
  fc.assert(
    fc.property(storable, fc.constantFrom("plain", "map", "set"), (value, place) => {
      const holder = { plain: [value, { f }], map: new Map([[value, f]]), set: new Set([value, f]) }[place];
      expect(refusalOf(holder).reason).toBe("is a function");
    }),
  );
});

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "toJSON");
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("a toJSON for everything is refused: it changes what JSON writes", () => {
  // oxlint-disable-next-line no-extend-native
  Object.defineProperty(Object.prototype, "toJSON", { value: () => "lost", configurable: true });
  expect(refusalOf({ a: 1 }).reason).toMatch(/toJSON/u);
});

test("a text longer than the host can make is refused", () => {
  vi.spyOn(JSON, "stringify").mockImplementation(() => {
    throw new RangeError("Invalid string length");
  });
  expect(refusalOf({ a: 1 }).reason).toBe("cannot be written (RangeError: Invalid string length)");
  expect(refusalOf({ a: 1n }).remedy).toMatch(/typed arrays/u);
});

test("where there is no Buffer, a stored one is a Uint8Array", async () => {
  const encoded = encodeValue({ file: Buffer.from("hi") });
  vi.resetModules();
  vi.stubGlobal("Buffer", undefined);
  const browser = await import("../../../src/store/value-codec/decode-value.ts");
  expect(browser.decodeValue(encoded)).toStrictEqual({ file: Uint8Array.of(104, 105) });
});

test("where nobody can tell a Proxy, what it shows is stored, or it is refused", async () => {
  vi.resetModules();
  vi.stubGlobal("process", {});
  const browser = await import("../../../src/store/value-codec/encode-value.ts");
  expect(browser.encodeValue(new Proxy({ a: 1 }, {}))).toEqual(encodeValue({ a: 1 }));
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => browser.encodeValue([proxy])).toThrow("$[0] cannot be read (TypeError");
});
