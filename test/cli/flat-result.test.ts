import { describe, expect, it } from "vitest";

import { type Cell, flatResult } from "../../src/cli/flat-result.ts";
import { describeSchema } from "../../src/index.ts";

const flat = (data: unknown): ReadonlyMap<string, Cell> | undefined =>
  flatResult({ data, schema: describeSchema(data) });

describe("a flat result", () => {
  const cells = { auc: 0.5, rows: 3, name: "x", ok: true, none: null };

  it("is a record of scalars, or a frame with one row of them", () => {
    const expected = new Map(Object.entries(cells));
    expect(flat(cells)).toEqual(expected);
    expect(flat([cells])).toEqual(expected);
    expect(flat(Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, [cell]])))).toEqual(expected);
    expect(flat({ auc: Float64Array.of(0.5) })).toEqual(new Map([["auc", 0.5]]));
  });

  it("holds its values as JSON does", () => {
    const values = { made: new Date(0), small: 5n, large: 2n ** 60n, nan: Number.NaN, gone: undefined, zero: -0 };
    expect(Object.fromEntries(flat(values) ?? [])).toEqual({
      made: "1970-01-01T00:00:00.000Z",
      small: 5,
      large: "1152921504606846976",
      nan: "NaN",
      gone: null,
      zero: 0,
    });
  });

  it("is nothing nested, nothing longer, nothing empty, and nothing that cannot be read", () => {
    const trap = {
      get value(): never {
        throw new Error("no");
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const others = [0.5, "x", null, {}, [], [{}], { a: {} }, { a: [1], b: 2 }, [{ a: [1] }], [{ a: 1 }, { a: 2 }]];
    for (const other of [...others, new Map([["a", 1]]), trap, [trap], proxy]) expect(flat(other)).toBeUndefined();
  });

  it("may have a schema of something else that its module declared", () => {
    expect(flatResult({ data: { auc: 0.5 }, schema: { fields: [], rows: 1 } })).toEqual(new Map([["auc", 0.5]]));
  });
});
