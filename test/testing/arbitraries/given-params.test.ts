import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { defineWorkflow } from "../../../src/index.ts";
import { checkWorkflow, law, workflowConfig } from "../../../src/testing/index.ts";
import type { ModuleType } from "../../../src/workflow/define-workflow.ts";
import { findCounterexample as find } from "../find-counterexample.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

describe("params of a schema that nothing can be drawn from", () => {
  const workflow = defineWorkflow("zod").module("Loader", {
    params: z.object({ rows: z.int().min(0).max(9) }),
    run: ({ params }) => Array.from({ length: params.rows }, (_, n) => n),
  });

  test("are asked for with the words that give them", async () => {
    await expect(checkWorkflow(workflow, {})).rejects.toThrow(
      'Say what they are: workflowConfig(workflow, { params: { "Loader": fc.record({ … }) } }), with fc of fast-check; checkWorkflow takes it as its config',
    );
  });

  test("are drawn from what is given in these words", async () => {
    const config = workflowConfig(workflow, { params: { Loader: fc.record({ rows: fc.nat(9) }) } });
    const laws = [law<readonly ModuleType[]>("are few", ({ after }) => Array.isArray(after) && after.length < 7)];
    const { trial, values } = await find(workflow, { config, laws });
    expect(trial.config).toEqual([["Loader", [["a", { rows: 7 }]]]]);
    expect(values).toEqual(["before: undefined", "after: [0,1,2,3,4,5,6]"]);
  });

  test("are those of a config that is given", async () => {
    const { runs } = await checkWorkflow(workflow, { config: { Loader: { few: { rows: 1 } } }, runs: 10 });
    expect(runs).toBe(10);
  });
});
