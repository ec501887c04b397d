/** Whatever the bytes are, decoding gives a value or a typed error, and does nothing else. */
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { StoredValueError } from "../../../src/store-error.ts";
import { decodeValue } from "../../../src/store/value-codec/decode-value.ts";
import { encodeValue } from "../../../src/store/value-codec/encode-value.ts";
import { storable } from "./value-arbitrary.ts";

const untouched = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

const isSafe = (codec: string, bytes: Uint8Array): boolean => {
  try {
    decodeValue({ codec, bytes });
  } catch (error) {
    expect(error).toBeInstanceOf(StoredValueError);
  }
  return JSON.stringify(Object.getOwnPropertyNames(Object.prototype)) === untouched;
};

const tagged = (table: unknown, ...segments: readonly number[]): Uint8Array => {
  const text = new TextEncoder().encode(typeof table === "string" ? table : JSON.stringify(table));
  const length = new Uint8Array(Uint32Array.of(text.length).buffer);
  return new Uint8Array(Buffer.concat([Buffer.from("RSV1"), length, text, Uint8Array.from(segments)]));
};

type Edit = readonly [kind: "set" | "insert" | "delete" | "cut", at: number, byte: number];
const edits = fc.array(
  fc.tuple(fc.constantFrom<Edit[0]>("set", "insert", "delete", "cut"), fc.nat(), fc.integer({ min: 0, max: 255 })),
  { minLength: 1, maxLength: 4 },
);

test("altered bytes", () => {
  fc.assert(
    fc.property(storable, edits, (value, changes) => {
      const { codec, bytes } = encodeValue(value);
      const altered = [...bytes];
      for (const [kind, place, byte] of changes) {
        const at = place % (altered.length + 1);
        if (kind === "cut") altered.length = at;
        else altered.splice(at, kind === "insert" ? 0 : 1, ...(kind === "delete" ? [] : [byte]));
      }
      return isSafe(codec, Uint8Array.from(altered));
    }),
    { numRuns: 3000 },
  );
});

test("any bytes", () => {
  fc.assert(
    fc.property(fc.constantFrom("json", "tagged", "bytes", "other"), fc.uint8Array(), (codec, bytes) =>
      isSafe(codec, bytes),
    ),
  );
});

const tags = [
  "null",
  "list",
  "sparse",
  "Map",
  "Set",
  "Date",
  "RegExp",
  "URL",
  "Object",
  "Error",
  "AggregateError",
].concat(["Uint8Array", "Float64Array", "Buffer", "DataView", "ArrayBuffer", "codec", "__proto__", "constructor"]);
const part = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    2,
    -1,
    -5,
    -6,
    1e9,
    4_294_967_295,
    0.5,
    null,
    true,
    "",
    "g",
    "(",
    "ff",
    "Error",
    ...tags,
  ),
  fc.tuple(fc.constantFrom<unknown>(0, 1, 2, -1, -9, 99, "f", "-0", "x", null)),
  fc.array(fc.oneof(fc.constantFrom<unknown>(1, "a", null), fc.tuple(fc.integer({ min: -6, max: 4 }))), {
    maxLength: 4,
  }),
  fc.dictionary(
    fc.constantFrom("a", "0", "length", "__proto__", "9999999999"),
    fc.tuple(fc.integer({ min: -6, max: 4 })),
    {
      maxKeys: 3,
    },
  ),
);
const node = fc.oneof(
  part,
  fc
    .tuple(fc.constantFrom(...tags), fc.array(part, { maxLength: 4 }))
    .map(([tag, parts]) => [tag].concat(parts as string[]) as unknown[]),
);

test("any table", () => {
  fc.assert(
    fc.property(part, fc.array(node, { maxLength: 5 }), fc.boolean(), (root, nodes, isFilled) =>
      isSafe("tagged", isFilled ? tagged([[8], root, nodes], 1, 2, 3, 4, 5, 6, 7, 8) : tagged([[], root, nodes])),
    ),
    { numRuns: 5000 },
  );
});

const refusedTables: readonly (readonly [string, Uint8Array, string])[] = [
  ["no header", Uint8Array.of(1, 2, 3), "does not begin with the letters RSV1"],
  ["a later version", tagged("[]").with(3, 0x32), "does not begin with the letters RSV1"],
  ["a table cut off", tagged([[], 1, []]).slice(0, -1), "its table is cut off"],
  ["bytes left over", tagged([[], 1, []], 0), "where its table says"],
  ["a negative segment", tagged([[-1, 1], 1, []]), "a segment is malformed"],
  ["a reference to nowhere", tagged([[], [3], [{}]]), "refers to the node 3 of 1"],
  ["an unknown constant", tagged([[], [-9], []]), "refers to the node -9"],
  ["an unknown kind", tagged([[], [0], [["WeakMap"]]]), 'a node of an unknown kind ("WeakMap")'],
  ["a class by another name", tagged([[], [0], [["Error", "Function", {}, {}]]]), "an error is malformed"],
  ["a view past its end", tagged([[8], [0], [["Float64Array", 0, 0, 2]]], 0, 0, 0, 0, 0, 0, 0, 0), "RangeError"],
  ["a key twice", tagged([[], [0], [["Map", [1, 2, 1, 3]]]]), "holds a key twice"],
  ["a Date that is none", tagged([[], [0], [["Date", 1e300]]]), "a Date is malformed"],
  ["a pattern that is none", tagged([[], [0], [["RegExp", "(", "", 0]]]), "SyntaxError"],
  ["a codec that is not there", tagged([[0], [0], [["codec", "frame", 0]]]), 'written by the codec "frame"'],
  ["no JSON", tagged("[[],"), "SyntaxError"],
  ["no UTF-8", tagged([[], "a", []]).with(13, 0xff), "TypeError"],
];

test.each(refusedTables)("%s", (_, bytes, reason) => {
  expect(() => decodeValue({ codec: "tagged", bytes })).toThrow(StoredValueError);
  expect(() => decodeValue({ codec: "tagged", bytes })).toThrow(reason);
});

test("a million brackets are a value or a typed error", () => {
  const text = "[".repeat(1e6) + "]".repeat(1e6);
  expect(isSafe("json", new TextEncoder().encode(text))).toBe(true);
  expect(isSafe("tagged", tagged(text))).toBe(true);
  expect(isSafe("tagged", tagged(`[[],[0],[{"a":${text}}]]`))).toBe(true);
});

test("a BigInt of a million digits takes no second", () => {
  const start = performance.now();
  decodeValue({ codec: "tagged", bytes: tagged([[], ["f".repeat(1e6)], []]) });
  expect(performance.now() - start).toBeLessThan(1000);
});

test("what a message tells of the bytes cannot forge a line", () => {
  const bytes = tagged([[], [0], [["\n\u202eok"]]]);
  expect(() => decodeValue({ codec: "tagged", bytes })).toThrow(String.raw`("\n\u202eok")`);
});

test("__proto__ is a name like any other", () => {
  const text = '[[],[0],[{"__proto__":[1]},{"polluted":true}]]';
  const value = decodeValue({ codec: "tagged", bytes: tagged(text) }) as object;
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(["__proto__"]);
});

test("thirty bytes do not take the memory of millions", () => {
  const lists = Array.from({ length: 1000 }, () => ["sparse", 30_000_000, {}]);
  const before = process.memoryUsage().heapUsed;
  const value = decodeValue({
    codec: "tagged",
    bytes: tagged([[], [0], [["list", lists.map((_, at) => [at + 1])], ...lists]]),
  });
  expect(value).toHaveLength(1000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
});

test("no more bytes than are allowed", () => {
  const encoded = encodeValue("x".repeat(100));
  expect(() => decodeValue(encoded, { maxBytes: 101 })).toThrow("it has 102 bytes, and 101 are allowed");
  expect(decodeValue(encoded, { maxBytes: 102 })).toHaveLength(100);
});
