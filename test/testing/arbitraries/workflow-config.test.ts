import * as Schema from "effect/Schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import {
  type ConfigEntries,
  ConfigError,
  defineWorkflow,
  Executor,
  planConfig,
  type WorkflowDefinition,
} from "../../../src/index.ts";
import { workflowConfig } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const Scale = Schema.Struct({
  by: Schema.FiniteFromString,
  columns: Schema.Array(Schema.String).check(Schema.isMinLength(1)),
  mode: Schema.Literals(["linear", "log"]),
  note: Schema.optionalKey(Schema.NullOr(Schema.String)),
});

const workflow = defineWorkflow("scales")
  .module("Loader", {
    params: Schema.Struct({ rows: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 })) }),
    run: ({ params }) => Array.from({ length: params.rows }, (_, n) => ({ n })),
  })
  .module("Scaler", { params: Scale, run: ({ input, params }) => input.data.map(({ n }) => ({ n: n * params.by })) })
  .module("Reporter", { run: ({ input }) => input.data.length });

describe("a random config of a workflow", () => {
  test("runs: every name, repeat and parameter is one the workflow takes", async () => {
    await fc.assert(
      fc.asyncProperty(workflowConfig(workflow), async (config) => {
        expect((await new Executor({ workflow, config }).run()).state).toBe("Completed");
      }),
      { numRuns: 200 },
    );
  });

  test("has as many experiments, repeats and executions as it may, and all numbers of them", () => {
    const bounds = { maxExperiments: 4, maxRepeat: 3, maxExecutions: 25 };
    const configs = fc.sample(workflowConfig(workflow, bounds), 1000);
    const experiments = configs.flatMap((config) => config.map(([, written]) => written.length));
    const repeats = configs.flatMap((config) =>
      config.flatMap(([, written]) => written.map(([, params]) => (params as { repeat?: number }).repeat ?? 1)),
    );
    const executions = configs.map((config) => planConfig(config).size.executions);
    expect(new Set(experiments)).toEqual(new Set([1, 2, 3, 4]));
    expect(new Set(repeats)).toEqual(new Set([1, 2, 3]));
    expect(Math.max(...executions)).toBe(25);
    expect(Math.min(...executions)).toBe(3);
  });

  test("shrinks to one experiment a module with the simplest params, through configs that all can be run", () => {
    const seen: ConfigEntries[] = [];
    const found = fc.check(
      fc.property(workflowConfig(workflow), (config) => {
        seen.push(config);
        return planConfig(config).size.executions < 3;
      }),
    );
    expect(found.counterexample?.[0]).toEqual([
      ["Loader", [["a", { rows: 1 }]]],
      ["Scaler", [["a", { by: expect.any(String), columns: [""], mode: expect.any(String) }]]],
      ["Reporter", [["a", {}]]],
    ]);
    expect(seen.length).toBeGreaterThan(5);
    const scaled = seen.flatMap((config) => config[1]?.[1] ?? []);
    // The Schema takes no notice of `repeat`.
    for (const [, params] of scaled) expect(() => Schema.decodeUnknownSync(Scale)(params)).not.toThrow();
  });

  test("shrinks names to the first ones, so that one tells two experiments apart and nothing more", () => {
    const found = fc.check(
      fc.property(workflowConfig(workflow, { maxRepeat: 1 }), (config) => (config[0]?.[1].length ?? 0) < 3),
    );
    expect(found.counterexample?.[0][0]?.[1].map(([name]) => name).toSorted()).toEqual(["a", "b", "c"]);
  });

  test("is the same for the same seed", () => {
    const drawn = (): unknown => fc.sample(workflowConfig(workflow), { seed: 7, numRuns: 50 });
    expect(drawn()).toEqual(drawn());
  });

  test("has the names and params it is given", () => {
    const given = defineWorkflow("given").module("Chooser", {
      params: z.object({ path: z.string() }),
      run: ({ params }) => params.path,
    });
    const options = {
      experimentNames: { Chooser: ["mean", "median"] },
      params: { Chooser: fc.constant({ path: "x" }) },
    };
    const written = fc.sample(workflowConfig(given, options), 100).flatMap((config) => config[0]?.[1] ?? []);
    expect(new Set(written.map(([name]) => name))).toEqual(new Set(["mean", "median"]));
    expect(new Set(written.map(([, params]) => (params as { path: string }).path))).toEqual(new Set(["x"]));
  });

  test("has params of the schema for a module called as what every object has", () => {
    const named: WorkflowDefinition = defineWorkflow("named").module("constructor", { run: () => 1 });
    expect(fc.sample(workflowConfig(named, { params: {}, maxRepeat: 1 }), 1)[0]?.[0]?.[1][0]?.[1]).toEqual({});
  });
});

describe("no random config", () => {
  test("is made where params can neither be drawn nor are given", () => {
    const zod = defineWorkflow("zod").module("Loader", { params: z.object({ n: z.number() }), run: () => 1 });
    expect(() => workflowConfig(zod)).toThrow(
      /Loader: its params schema is no effect Schema.*workflowConfig\(workflow, \{ params: \{ "Loader": fc\.record/su,
    );
    const declared = Schema.declare((value): value is Date => value instanceof Date && value.getTime() === 0);
    const opaque = defineWorkflow("opaque").module("Loader", {
      params: Schema.Struct({ at: declared }),
      run: () => 1,
    });
    expect(() => workflowConfig(opaque)).toThrow(ConfigError);
  });

  test("is made of a schema whose values no config can hold", () => {
    const text = defineWorkflow("text").module("Loader", { params: Schema.String, run: () => 1 });
    expect(() => fc.sample(workflowConfig(text), 1)).toThrow(
      /Loader: no params can be drawn from its schema: none of 100/u,
    );
  });

  test("is made where something is given for a module that the workflow does not have", () => {
    const misspelt: object = { Lodaer: fc.constant({}), constructor: ["a"] };
    expect(() => workflowConfig(workflow, { params: misspelt, experimentNames: misspelt })).toThrow(
      [
        'params › Lodaer: "scales" has no module of this name. Did you mean Loader?',
        'params › constructor: "scales" has no module of this name. There are Loader, Scaler, Reporter.',
        'experimentNames › Lodaer: "scales" has no module of this name. Did you mean Loader?',
        'experimentNames › constructor: "scales" has no module of this name. There are Loader, Scaler, Reporter.',
      ].join("\n"),
    );
  });

  test("is made where one path is longer than a plan may be", () => {
    expect(() => workflowConfig(workflow, { maxExecutions: 2 })).toThrow(/is 3 executions, over maxExecutions: 2/u);
  });
});
