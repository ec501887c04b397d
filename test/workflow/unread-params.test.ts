import { Schema } from "effect";
import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { decodeParams, type ParamsSchema } from "../../src/workflow/params-schema.ts";

/** The paths that are refused, or what the params became. */
const decoded = (schema: ParamsSchema, params: unknown) => {
  const result = decodeParams(schema, params, []);
  if (result instanceof Promise) throw new Error("it takes its time");
  return "issues" in result ? { refused: result.issues.map(({ path }) => path.join(".")) } : result;
};

const splitters: readonly (readonly [string, ParamsSchema])[] = [
  ["zod", z.object({ ratio: z.number().default(0.5), seeds: z.array(z.object({ seed: z.number() })).default([]) })],
  [
    "effect",
    Schema.Struct({
      ratio: Schema.Number.pipe(Schema.optionalKey),
      seeds: Schema.optionalKey(Schema.Array(Schema.Struct({ seed: Schema.Number }))),
    }),
  ],
  [
    "valibot",
    v.object({ ratio: v.optional(v.number(), 0.5), seeds: v.optional(v.array(v.object({ seed: v.number() })), []) }),
  ],
];

describe.each(splitters)("a schema of %s", (_, schema) => {
  test("refuses a misspelt param, which it would drop, and says which was meant", () => {
    expect(decodeParams(schema, { ratio: 0.1, raito: 0.8 }, ["Splitter", "most"])).toEqual({
      issues: [
        {
          path: ["Splitter", "most", "raito"],
          reason: "the module's params schema does not know it, and would drop it",
          remedy: "Did you mean ratio?",
        },
      ],
    });
  });

  test("refuses one inside of a list, by its place", () => {
    expect(decoded(schema, { ratio: 1, seeds: [{ seed: 1 }, { seed: 2, sede: 3 }] })).toEqual({
      refused: ["seeds.1.sede"],
    });
  });

  test("takes params that it knows", () => {
    expect(decoded(schema, { ratio: 0.1, seeds: [{ seed: 1 }] })).toEqual({
      params: { ratio: 0.1, seeds: [{ seed: 1 }] },
    });
  });
});

const names = fc.string({ minLength: 1 }).filter((name) => name !== "rows" && name !== "__proto__");

test("a name is refused with any value, and with none of a schema that keeps it", () => {
  fc.assert(
    fc.property(names, fc.jsonValue(), (name, value) => {
      const params = { rows: 1, [name]: value };
      expect(decoded(z.object({ rows: z.number() }), params)).toEqual({ refused: [name] });
      expect(decoded(z.looseObject({ rows: z.number() }), params)).toEqual({ params });
    }),
  );
});

test("what a transformation renames or computes with is read", () => {
  const renamed = z.object({ n: z.number() }).transform(({ n }) => ({ rows: n }));
  expect(decoded(renamed, { n: 7 })).toEqual({ params: { rows: 7 } });
  const anything = z.object({ n: z.any() }).transform(({ n }) => ({ rows: n }));
  expect(decoded(anything, { n: 7 })).toEqual({ params: { rows: 7 } });
  expect(decoded(anything, { n: 7, m: 8 })).toEqual({ refused: ["m"] });
  const throwing = z.object({ n: z.any() }).transform(({ n }) => ({ rows: 2 * n }));
  expect(decoded(throwing, { n: 7 })).toEqual({ params: { rows: 14 } });
});

test("what becomes no plain object is the schema's own", () => {
  expect(
    decoded(
      z.object({ a: z.number() }).transform(({ a }) => new Map([["a", a]])),
      { a: 1, b: 2 },
    ),
  ).toEqual({
    params: new Map([["a", 1]]),
  });
});

test("params whose members are all there are decoded once", () => {
  let calls = 0;
  const counted = z.object({ rows: z.number() }).refine(() => (calls += 1) > 0);
  decoded(counted, { rows: 1 });
  expect(calls).toBe(1);
});
