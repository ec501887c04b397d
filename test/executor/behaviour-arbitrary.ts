import * as fc from "fast-check";

import type { Aside, Behaviour, Product, Way } from "./behaviour.ts";

const product: fc.Arbitrary<Product> = fc.oneof(
  fc.record({ kind: fc.constant("value" as const), value: fc.constantFrom<unknown>(1, "text", null, undefined, true) }),
  fc.record({
    kind: fc.constant("rows" as const),
    columns: fc.uniqueArray(fc.constantFrom("a", "b", "c", "__proto__x"), { minLength: 1 }),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constantFrom("extend", "drop", "stringify"),
    column: fc.constantFrom("a", "b", "c", "d"),
  }),
  fc.record({ kind: fc.constantFrom("typed", "circular", "collections", "tracked", "same") }),
);

const does: fc.Arbitrary<Behaviour["does"]> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("return" as const), product }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("fail" as const),
      thrown: fc.constantFrom<unknown>(new Error("broken"), "text", undefined, null, 7),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("bad-thenable" as const),
      of: fc.constantFrom("getter", "then", "reject-undefined"),
    }),
  },
);

const ways = ["sync", "promise", "scheduled", "thenable", "thenable-twice", "effect", "effect-promise", "effect-yield"];

/** Any behaviour; most of them succeed. */
export const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  does,
  way: fc.constantFrom(...(ways as Way[])),
  ticks: fc.integer({ min: 0, max: 4 }),
  asides: fc.subarray<Aside>([
    "step",
    "step-promise",
    "annotate",
    "mutate-input",
    "mutate-params",
    "upstream",
    "signal",
  ]),
});
