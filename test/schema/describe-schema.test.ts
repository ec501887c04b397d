import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/schema/canonical-json.ts";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import { describeSchema } from "../../src/schema/describe-schema.ts";
import { fingerprintSchema } from "../../src/schema/fingerprint-schema.ts";
import type { FrameAdapter } from "../../src/schema/frame-adapter.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";
import { columnsOfRows, rowOf, rows } from "./frame-arbitrary.ts";

const typeOf = (...cells: readonly unknown[]): string | undefined => describeSchema({ x: cells })?.fields[0]?.type;
const fieldOf = (...cells: readonly unknown[]): Field | undefined =>
  describeSchema({ x: cells }, { level: "structure" })?.fields[0];

describe("what is a frame", () => {
  class Person {
    readonly name = "Ada";
  }

  test.each<readonly [string, unknown]>([
    ["a number", 5],
    ["text", "abc"],
    ["null", null],
    ["a plain record", { a: 1, b: [1] }],
    ["a record of unequal columns", { a: [1], b: [1, 2] }],
    ["an empty record", {}],
    ["an empty Map", new Map()],
    ["an array of numbers", [1, 2]],
    ["an array with one row that is none", [{ a: 1 }, null]],
    ["an array of class instances", [new Person()]],
    ["a class instance of columns", Object.assign(new Person(), { a: [1] })],
    ["a Map whose names are not text", new Map([[1, [1]]])],
    ["a typed array", new Float64Array(3)],
    ["a promise", Promise.resolve([])],
  ])("%s is not a frame", (_, data) => {
    expect(describeSchema(data)).toBeNull();
  });

  test("an empty array is a frame of no fields and no rows", () => {
    expect(describeSchema([])).toStrictEqual({ fields: [], rows: 0 });
  });

  test("a Set of rows is a frame, and a generator is not: describing it would consume it", () => {
    const generator = (function* () {
      yield { a: 1 };
    })();
    expect(describeSchema(new Set([{ a: 1 }]))).toStrictEqual(describeSchema([{ a: 1 }]));
    expect(describeSchema(generator)).toBeNull();
    expect(generator.next().value).toStrictEqual({ a: 1 });
  });

  test("a collection that does not tell its size is not a frame: it may have no end", () => {
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield { a: 1 };
      },
    };
    expect(describeSchema(endless)).toBeNull();
    expect(describeSchema(Object.assign(endless, { size: 3 }))).toBeNull();
    expect(describeSchema(Object.assign(endless, { size: Infinity }))).toBeNull();
    const entries = new Map([["a", [1]]]);
    const renewed = Object.assign(entries, { [Symbol.iterator]: () => endless[Symbol.iterator]() });
    expect(describeSchema(renewed)?.fields).toHaveLength(1);
  });

  test("columns are a plain object or a Map, and a Map keeps the order of names like 10 and 2", () => {
    const schema = describeSchema(
      new Map<string, unknown>([
        ["10", [1]],
        ["2", ["x"]],
        ["__proto__", Float64Array.of(1)],
      ]),
    );
    expect(schema?.fields.map(({ name }) => name)).toStrictEqual(["10", "2", "__proto__"]);
    expect(describeSchema({ a: Float64Array.of(1, 2), b: ["x", null] })?.rows).toBe(2);
  });

  test("rows give the union of their keys in first-seen order, and a missing key is a null", () => {
    const schema = describeSchema([{ b: 1 }, { a: 1, b: 2 }]);
    expect(schema?.fields.map(({ name, nullable }) => [name, nullable])).toStrictEqual([
      ["b", false],
      ["a", true],
    ]);
  });

  test("a column named like a member of every object is null where a row lacks it", () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      const schema = describeSchema([rowOf([[name, 1]]), {}]);
      expect(schema?.fields).toStrictEqual([
        { name, type: "int64", nullable: true, stats: { count: 2, nulls: 1, distinct: 1, min: 1, max: 1, mean: 1 } },
      ]);
    }
  });
});

describe("types", () => {
  test.each<readonly [string, readonly unknown[]]>([
    ["int64", [1, -5, null]],
    ["float64", [1, 0.5]],
    ["float64", [1, NaN]],
    ["float64", [2 ** 53]],
    ["int64", [1n, 2]],
    ["decimal128(38,0)", [1, 2n ** 64n]],
    ["opaque:bigint", [1, 10n ** 38n]],
    ["union<float64,int64>", [0.5, 1n]],
    ["bool", [true, undefined]],
    ["utf8", ["", "x"]],
    ["timestamp[ms,UTC]", [new Date(0)]],
    ["null", [null, undefined, new Date(NaN)]],
    ["null", []],
    ["binary", [new Uint8Array(2)]],
    ["list", [[1], []]],
    ["list", [new Float32Array(2)]],
    ["struct", [{ a: 1 }]],
    ["union<int64,utf8>", ["x", 1]],
    ["union<bool,int64>", [true, 1]],
    ["union<list,struct>", [[], {}]],
    ["opaque:Map", [new Map()]],
    ["opaque:function", [() => 1]],
    ["opaque:symbol", [Symbol("x")]],
    ["union<opaque:Map,opaque:RegExp>", [new Map(), /x/]],
    ["opaque:mixed", [1, "x", true, 1n, 0.5, new Date(0), [], {}, new Map(), /x/, new Set()]],
  ])("%s", (type, cells) => {
    expect(typeOf(...cells)).toBe(type);
    expect(() => decodeSchema({ fields: [{ name: "x", type, nullable: true }] })).not.toThrow();
  });

  test("a typed array says its own type and is never null", () => {
    const schema = describeSchema({
      a: new Int8Array(2),
      b: new BigInt64Array(2),
      c: new Float32Array(2),
      d: new Uint8Array(2),
    });
    expect(schema?.fields.map(({ type, nullable }) => [type, nullable])).toStrictEqual([
      ["int8", false],
      ["int64", false],
      ["float32", false],
      ["uint8", false],
    ]);
  });

  test("the items of typed arrays have their type and no stats, however many they are", () => {
    const x = [new Float32Array(2), new Float32Array(20_000_000), null];
    expect(describeSchema({ x })?.fields[0]).toStrictEqual({
      name: "x",
      type: "list",
      nullable: true,
      children: [{ name: "item", type: "float32", nullable: false }],
      stats: { count: 3, nulls: 1 },
    });
    expect(fieldOf([1.5], new Float32Array(2))?.children?.[0]?.type).toBe("float64");
  });

  test("a list has one child `item`, and a struct the union of its members", () => {
    expect(fieldOf([1, null], ["x"])?.children).toStrictEqual([
      { name: "item", type: "union<int64,utf8>", nullable: true },
    ]);
    expect(fieldOf({ a: 1 }, { b: "x" }, null)).toStrictEqual({
      name: "x",
      type: "struct",
      nullable: true,
      children: [
        { name: "a", type: "int64", nullable: true },
        { name: "b", type: "utf8", nullable: true },
      ],
    });
  });
});

describe("laws of describing", () => {
  test("rows and the columns of the same rows have one schema", () => {
    fc.assert(
      fc.property(rows, (data) => {
        const columns = columnsOfRows(data);
        fc.pre(columns.size > 0);
        expect(describeSchema(columns)).toStrictEqual(describeSchema(data));
      }),
      { numRuns: 2000 },
    );
  });

  test("the level `structure` is the level `stats` without the stats", () => {
    const strip = ({ name, type, nullable, children }: Field): Field =>
      children === undefined ? { name, type, nullable } : { name, type, nullable, children: children.map(strip) };
    fc.assert(
      fc.property(rows, (data) => {
        const full = describeSchema(data) as Schema;
        expect(describeSchema(data, { level: "structure" })).toStrictEqual({ ...full, fields: full.fields.map(strip) });
      }),
      { numRuns: 1000 },
    );
  });

  test("whatever the data, describing throws nothing and gives a schema that survives JSON", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          rows,
          fc.anything({
            withBigInt: true,
            withDate: true,
            withMap: true,
            withSet: true,
            withTypedArray: true,
            withSparseArray: true,
            withNullPrototype: true,
          }),
        ),
        (data) => {
          const schema = describeSchema(data);
          const copy = schema && decodeSchema(JSON.parse(JSON.stringify(schema)));
          expect(copy && fingerprintSchema(copy)).toBe(schema && fingerprintSchema(schema));
          expect(canonicalJson(copy)).toBe(canonicalJson(schema));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("hostile data", () => {
  const revoked = (target: object): object => {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    return proxy;
  };
  const throwing = new Proxy(
    {},
    { get: () => fail(), ownKeys: () => fail(), getPrototypeOf: () => fail(), has: () => fail() },
  );
  const fail = (): never => {
    throw new Error("hostile");
  };

  test("a revoked proxy and a proxy that throws are not frames", () => {
    for (const data of [revoked({}), revoked([]), throwing, [throwing], new Map([["a", revoked([])]])]) {
      expect(describeSchema(data)).toBeNull();
    }
  });

  test("a cell that cannot be read is opaque, and the rest of its column is still described", () => {
    const row = Object.defineProperty({ a: 1 }, "b", { enumerable: true, get: fail });
    expect(describeSchema([row, { b: 1 }])?.fields.map(({ type }) => type)).toStrictEqual([
      "int64",
      "union<int64,opaque:unreadable>",
    ]);
    expect(typeOf(revoked({}), revoked([]), throwing)).toBe("opaque:unreadable");
    expect(typeOf(Object.create(Date.prototype), new Proxy(new Date(0), {}))).toBe("opaque:Date");
  });

  test("a column array with a throwing element is read cell by cell", () => {
    const column = Object.defineProperty([1, 2], 0, { get: fail });
    expect(describeSchema({ column })?.fields[0]?.type).toBe("union<int64,opaque:unreadable>");
  });

  test("cycles and a depth of 100,000 end at a bounded depth", () => {
    const cycle: { [name: string]: unknown } = {};
    Object.assign(cycle, { left: cycle, list: [cycle] });
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { deep };
    for (const cell of [cycle, deep]) {
      const text = JSON.stringify(describeSchema({ cell: [cell] }));
      expect(text).toContain("opaque:nested");
    }
  });

  test("a few arrays that contain each other many times over cost bounded time and memory", () => {
    let bomb: unknown[] = [1];
    for (let i = 0; i < 12; i++) bomb = Array.from({ length: 100 }, () => bomb);
    const loop: unknown[] = [];
    loop.push(...Array.from({ length: 50 }, () => loop));
    const started = performance.now();
    expect(JSON.stringify(describeSchema({ bomb: [bomb], loop: [loop] }))).toContain("opaque:nested");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("a class may be named anything: what is no identifier is `opaque:object`", () => {
    const named = (name: string): object =>
      new (Object.defineProperty(class extends Map {}, "name", { value: name }))();
    expect(typeOf(named("union<x"))).toBe("opaque:object");
    expect(typeOf(named("é"))).toBe("opaque:é");
    expect(typeOf(named("x".repeat(1000)))).toBe("opaque:object");
    expect(typeOf(Object.assign(Object.create({ constructor: 5 }), {}))).toBe("opaque:object");
  });
});

describe("adapters", () => {
  class Table {
    readonly columns = ["a"];
  }
  const adapter: FrameAdapter<Table> = {
    id: "table",
    detect: (value) => value instanceof Table,
    describe: (table, { level }) => ({
      fields: table.columns.map((name) => ({ name, type: "int64", nullable: false })),
      meta: { level },
    }),
  };

  test("an adapter describes its own frames, and what it gives is checked and frozen", () => {
    const schema = describeSchema(new Table(), { adapters: [adapter], level: "structure" });
    expect(schema).toStrictEqual({
      fields: [{ name: "a", type: "int64", nullable: false }],
      meta: { level: "structure" },
    });
    expect(Object.isFrozen(schema?.fields[0])).toBe(true);
    expect(describeSchema([{ a: 1 }], { adapters: [adapter] })?.rows).toBe(1);
    const wrong = { ...adapter, describe: () => ({ fields: [{ name: "a", type: "integer", nullable: false }] }) };
    expect(() => describeSchema(new Table(), { adapters: [wrong] })).toThrow(/\$\.fields\[0\]\.type/);
  });
});

test("a level that is none is refused: it would count as structure", () => {
  expect(() => describeSchema([{ x: 1 }], { level: "stat" as "stats" })).toThrow('level: "stat" is no level');
});
