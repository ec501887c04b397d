import * as Schema from "effect/Schema";

import { defineWorkflow } from "../../src/index.ts";

/** A workflow as users write them, without a fault of its own: mutants plant those. */
export const sampleWorkflow = () =>
  defineWorkflow("patients")
    .module("Loader", {
      params: Schema.Struct({ rows: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 5 })) }),
      run: ({ params }) =>
        Array.from({ length: params.rows }, (_, id) => ({ id, age: id % 2 === 0 ? null : 20 + id, city: "Taipei" })),
    })
    .module("Cleaner", {
      run: async ({ input, step }) => step("filter", () => input.data.filter(({ age }) => age !== null)),
    })
    .module("Synthesizer", {
      run: ({ input, repeat, annotate }) => {
        annotate({ rows: input.data.length });
        return input.data.map(({ id, age }) => ({ id, age: Number(age) + (repeat?.index ?? 0) }));
      },
    })
    .module("Evaluator", {
      run: ({ input, upstream }) => ({ kept: input.data.length, of: upstream("Loader").data.length }),
    });
