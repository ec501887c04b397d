import { defineWorkflow } from "../../src/index.ts";

/** 3 × 4 × 2 × 2: 48 paths through 87 executions; one kind of model cannot be fitted to the smallest sample. */
export const workflow = defineWorkflow("matrix")
  .module("Sample", { run: ({ params }) => Number(params["rows"]) })
  .module("Model", {
    run: ({ input, experimentName }) => {
      if (experimentName === "deep" && input.data < 100) throw new RangeError(`${input.data} rows are too few`);
      return { model: experimentName, rows: input.data };
    },
  })
  .module("Seed", { run: async ({ input, experimentName }) => ({ ...input.data, seed: experimentName }) })
  .module("Score", {
    run: ({ input, experimentName }) => `${experimentName} of ${input.data.model}/${input.data.seed}`,
  });

export const config = {
  Sample: { small: { rows: 10 }, medium: { rows: 1_000 }, large: { rows: 100_000 } },
  Model: { mean: {}, linear: {}, tree: {}, deep: {} },
  Seed: { one: {}, two: {} },
  Score: { error: {}, time: {} },
} as const;
