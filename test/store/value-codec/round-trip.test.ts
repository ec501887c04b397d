/** What is decoded is what was encoded, and equal values give equal bytes. */
import * as fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";

import { contentHash } from "../../../src/store/value-codec/content-hash.ts";
import { decodeValue } from "../../../src/store/value-codec/decode-value.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import { difference } from "./same-value.ts";
import { anything, cloneable, storable } from "./value-arbitrary.ts";

const again = (value: unknown): unknown => decodeValue(encodeValue(value));

describe("decode(encode(value)) is the value", () => {
  test.each([
    ["anything of fast-check", anything],
    ["every kind that can be stored", storable],
  ])("%s", (_, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const copy = again(value);
        expect(difference(value, copy)).toBeUndefined();
        expect(isDeepStrictEqual(copy, value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("JSON is the codec of whatever JSON keeps", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const kept = difference(value, JSON.parse(JSON.stringify(value))) === undefined;
        expect(encodeValue(value).codec).toBe(kept ? "json" : "tagged");
      }),
    );
  });
});

describe("equal values have equal bytes", () => {
  test("those of a structured clone", () => {
    fc.assert(
      fc.property(cloneable, (value) => {
        const [one, other] = [encodeValue(value), encodeValue(structuredClone(value))];
        expect(other).toEqual(one);
        expect(contentHash(other)).toBe(contentHash(one));
      }),
      { numRuns: 1000 },
    );
  });

  test("those of what was decoded", () => {
    fc.assert(
      fc.property(storable, (value) => {
        expect(encodeValue(again(value))).toEqual(encodeValue(value));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["0 and −0", [0], [-0]],
    ["a hole and undefined", Array.from({ length: 1 }), Array(1)],
    ["an absent and an undefined member", {}, { a: undefined }],
    ["a number and its text", 1, "1"],
    ["bytes and a Buffer", new Uint8Array(2), Buffer.alloc(2)],
    ["bytes and their memory", new Uint8Array(2), new ArrayBuffer(2)],
    ["a list like a slot and what the slot stands for", { a: [-1] }, { a: undefined }],
  ])("but %s differ", (_, one, other) => {
    expect(contentHash(encodeValue(one))).not.toBe(contentHash(encodeValue(other)));
  });
});

describe("identity", () => {
  test("shared objects stay one, equal ones stay two", () => {
    const shared = { x: 1 };
    const [a, b, c] = again([shared, shared, { x: 1 }]) as [object, object, object];
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });

  test("views of one memory stay views of one memory", () => {
    const memory = new ArrayBuffer(32);
    const value = { all: new Uint8Array(memory, 3, 29), part: new Float64Array(memory, 8, 2) };
    const copy = again(value) as typeof value;
    copy.part[0] = 1.5;
    expect(copy.all.subarray(5, 13)).toEqual(new Uint8Array(Float64Array.of(1.5).buffer));
    expect((again([memory, new Uint8Array(memory, 32)]) as [ArrayBuffer, Uint8Array])[1].buffer.byteLength).toBe(32);
  });

  test("only the bytes a view shows are stored", () => {
    const pool = Buffer.from("secret, 42, secret");
    const { bytes } = encodeValue({ shown: pool.subarray(8, 10), more: pool.subarray(3, 4) });
    expect(Buffer.from(bytes).toString("latin1")).toMatch(/42r$/u);
    expect(Buffer.from(bytes).includes("secret")).toBe(false);
  });

  test("what is stored and what is read are copies", () => {
    for (const value of [new Uint8Array([1]), Buffer.from([1]), Float64Array.of(1)]) {
      const encoded = encodeValue(value);
      const first = decodeValue(encoded) as Uint8Array;
      value[0] = 2;
      first[0] = 3;
      expect(decodeValue(encoded)).toMatchObject({ 0: 1 });
    }
  });

  test("columns of numbers are stored as the memory they are", () => {
    const columns = { a: new Float64Array(1e6).fill(0.1), b: new Uint8Array(1e6), c: new Float32Array(10) };
    const { bytes } = encodeValue(columns);
    expect(bytes.length).toBeLessThan(9e6 + 200);
    expect(decodeValue({ codec: "tagged", bytes })).toEqual(columns);
  });

  test("a Float16Array is kept where there are such", () => {
    const Class: unknown = Reflect.get(globalThis, "Float16Array");
    const value = { halves: typeof Class === "function" ? (Reflect.construct(Class, [[0.5, 1]]) as unknown) : [] };
    expect(difference(again(value), value)).toBeUndefined();
  });

  test("bytes may lie anywhere, in a Buffer too", () => {
    const { codec, bytes } = encodeValue([Float64Array.of(1, 2), new Date(3)]);
    const shifted = Buffer.concat([Buffer.from("x"), bytes]).subarray(1);
    const copy = decodeValue({ codec, bytes: shifted });
    shifted.fill(0);
    expect(copy).toEqual([Float64Array.of(1, 2), new Date(3)]);
  });
});

describe("depth", () => {
  const nest = (wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = "end";
    for (let level = 0; level < 100_000; level++) value = wrap(value);
    return value;
  };

  test.each<[string, (inner: unknown) => unknown]>([
    ["arrays", (inner) => [inner]],
    ["objects", (inner) => ({ inner })],
    ["Maps", (inner) => new Map([["inner", inner]])],
    ["causes", (cause) => Object.assign(Object.create(null) as object, { cause })],
  ])("100,000 levels of %s", (_, wrap) => {
    const value = nest(wrap);
    expect(difference(value, again(value))).toBeUndefined();
  });

  test("where it begins to cost a table, the bytes change once and stay the same", () => {
    const levels = (count: number): unknown => JSON.parse("[".repeat(count) + "]".repeat(count));
    expect(encodeValue(levels(200)).codec).toBe("json");
    expect(encodeValue(levels(201)).codec).toBe("tagged");
  });
});
