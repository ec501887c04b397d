import * as Redacted from "effect/Redacted";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { pack, unpack } from "../../src/engine/packed-value.ts";
import { NotTransferable } from "../../src/index.ts";

/** The value as another thread would have it. */
const sent = (value: unknown): unknown => unpack(structuredClone(pack(value, "it").packed));

/** Everything that is kept: also what a plain clone would make something else of. */
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
  maxDepth: 4,
});

describe("a packed value", () => {
  test("arrives as what it was, prototypes included", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(sent(value)).toStrictEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps what is the same object the same, and cycles", () => {
    const shared = Object.assign(Object.create(null) as object, { n: 1 });
    const value: Record<string, unknown> = { one: shared, two: [shared], list: Object.assign([1], { columns: ["a"] }) };
    value["self"] = value;
    const arrived = sent(value) as { one: object; two: object[]; self: unknown };
    expect(arrived.one).toBe(arrived.two[0]);
    expect(arrived.self).toBe(arrived);
    expect(arrived).toStrictEqual(value);
  });

  test("keeps secrets wrapped", () => {
    const arrived = sent({
      token: Redacted.make("hf_x7Qm2v9LkT", { label: "hub" }),
      map: new Map([[1, Redacted.make(2)]]),
    });
    const { token, map } = arrived as { token: Redacted.Redacted; map: Map<number, Redacted.Redacted<number>> };
    expect([Redacted.value(token), JSON.stringify(token)]).toEqual(["hf_x7Qm2v9LkT", '"<redacted:hub>"']);
    expect(Redacted.value(map.get(1) as Redacted.Redacted<number>)).toBe(2);
  });

  test("keeps the class of Buffers, errors, URLs and expressions", () => {
    const value = [Buffer.from("abc"), new RangeError("r", { cause: 1 }), new URL("data:,x"), /a/giu];
    expect(sent(value)).toStrictEqual(value);
    expect((sent(Buffer.from("abc")) as Buffer).toString("hex")).toBe("616263");
  });

  test("gives away each memory once, and shared memory never", () => {
    const ids = new Float64Array(4);
    const { memory } = pack(
      { ids, part: ids.subarray(1), shared: new SharedArrayBuffer(8), small: Buffer.from("a") },
      "it",
    );
    expect(memory).toEqual([ids.buffer]);
  });

  test("is refused when it would arrive as something else, with the path", () => {
    class Row {
      readonly n = 1;
    }
    const hidden = Object.defineProperty({ a: 1 }, "b", { value: 2, enumerable: false });
    const detached = new Float64Array(1);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    for (const [value, path] of [
      [{ rows: [new Row()] }, "$.rows[0]"],
      [new Map([["f", () => 1]]), '$.get("f")'],
      [[Symbol("s")], "$[0]"],
      [{ hidden }, "$.hidden.b"],
      [new Proxy({}, {}), "$"],
      [{ deep: { detached } }, "$.deep.detached"],
      [{ later: Promise.resolve(1) }, "$.later"],
    ] as const) {
      const refusal = (): unknown => pack(value, "it");
      expect(refusal).toThrow(NotTransferable);
      expect(refusal).toThrow(expect.objectContaining({ subject: "it", path }));
    }
  });
});
