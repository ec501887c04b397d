import { Schema } from "effect";
import * as fc from "fast-check";
import { describe, expectTypeOf, test } from "vitest";

import { type ConfigEntries, defineWorkflow, Executor } from "../../src/index.ts";
import { workflowConfig } from "../../src/testing/index.ts";

const workflow = defineWorkflow("typed")
  .module("Loader", { params: Schema.Struct({ rows: Schema.FiniteFromString }), run: ({ params }) => params.rows })
  .module("Doubler", { run: ({ input }) => 2 * input.data });

describe("workflowConfig", () => {
  test("gives what an executor of the workflow takes", () => {
    expectTypeOf(workflowConfig(workflow)).toEqualTypeOf<fc.Arbitrary<ConfigEntries>>();
    fc.sample(workflowConfig(workflow)).map((config) => new Executor({ workflow, config }));
  });

  test("is given params by the names of its modules, as a config says them", () => {
    workflowConfig(workflow, { params: { Loader: fc.constant({ rows: "7" }) } });
    // @ts-expect-error a config says rows as text
    workflowConfig(workflow, { params: { Loader: fc.constant({ rows: 7 }) } });
    // @ts-expect-error there is no module of this name
    workflowConfig(workflow, { params: { Loadr: fc.constant({ rows: "7" }) } });
    // @ts-expect-error there is no module of this name
    workflowConfig(workflow, { experimentNames: { Dubler: ["a"] } });
  });
});
