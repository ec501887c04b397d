import * as fc from "fast-check";
import { expect, test } from "vitest";

import { type EncodedValue, encodeValue } from "../../../src/index.ts";
import { hold } from "../../../src/store/held.ts";
import { contentHash } from "../../../src/store/value-codec/content-hash.ts";
import { blobHash } from "../../../src/store/sqlite/blob-hash.ts";
import { KnownValues } from "../../../src/store/sqlite/known-values.ts";

const value = fc.oneof(
  fc.constantFrom<unknown>(0, -0, Number.NaN, null, undefined, "", "0", false, true, 1, "1"),
  fc.anything({ maxDepth: 2 }),
  fc.string({ minLength: 50, maxLength: 80 }),
);

const ifStorable = (held: unknown): EncodedValue | undefined => {
  try {
    return encodeValue(held);
  } catch {
    return undefined;
  }
};

test("a value is known again only as one that is stored as the same bytes", () => {
  const found: [earlier: unknown, now: unknown][] = [];
  fc.assert(
    fc.property(fc.array(value, { minLength: 20, maxLength: 300, size: "max" }), (values) => {
      const known = new KnownValues<unknown>();
      for (const given of values) {
        const { value: held } = hold(given);
        const earlier = known.get(held);
        const encoded = ifStorable(held);
        if (earlier !== undefined) found.push([earlier, encoded]);
        if (encoded !== undefined) known.set(held, encoded);
      }
    }),
    { numRuns: 50 },
  );
  expect(found.length).toBeGreaterThan(100);
  for (const [earlier, now] of found) expect(earlier).toEqual(now);
});

test("an object that its maker could still change is not known", () => {
  const known = new KnownValues<string>();
  const data = { rows: new Map([["a", 1]]) };
  known.set(data, "as it was");
  expect(known.get(data)).toBeUndefined();
});

test("a value has one hash, whatever its length and its codec's", () => {
  const sizes = fc.oneof(
    fc.nat({ max: 80 }),
    fc.integer({ min: 4_090, max: 4_100 }),
    fc.integer({ min: 8_000, max: 8_200 }),
  );
  fc.assert(
    fc.property(sizes, fc.oneof(fc.string(), fc.constant("é".repeat(4_100))), fc.nat(255), (size, codec, byte) => {
      const encoded = { codec, bytes: new Uint8Array(size).fill(byte) };
      expect(blobHash(encoded)).toBe(contentHash(encoded));
    }),
  );
});
