import { expect, test } from "vitest";

import { defineWorkflow } from "../../../src/index.ts";
import { checkWorkflow, deterministic, idempotent, law, preserves, produces } from "../../../src/testing/index.ts";
import type { ModuleType } from "../../../src/workflow/define-workflow.ts";

const workflow = defineWorkflow("people")
  .module("Loader", { run: () => [{ id: 1 }] })
  .module("Module", { run: ({ input }) => input.data });

type Any = readonly ModuleType[];

test.each([
  preserves<Any>("Modle", "id"),
  produces<Any>("Modle", { fields: {} }),
  deterministic<Any>("Modle"),
  idempotent<Any>("Modle"),
  law<Any, string>("is so", "Modle", () => true),
])("a law of a module that is not there is refused, and names the nearest: $claim", async (wrong) => {
  const refused = `checkWorkflow: the law ${JSON.stringify(wrong.claim)} is about "Modle", and the workflow "people" has no module of this name. Did you mean Module?`;
  await expect(checkWorkflow(workflow, { laws: [wrong] })).rejects.toThrow(new RangeError(refused));
  const trial = { config: [["Loader", [["a", {}]]]], concurrency: 1, faults: [], interleaving: [] } as const;
  await expect(checkWorkflow(workflow, { laws: [wrong], trial })).rejects.toThrow(new RangeError(refused));
});

test("where none is near, those there are", async () => {
  await expect(checkWorkflow(workflow, { laws: [preserves<Any>("Reporter", "id")] })).rejects.toThrow(
    "Its modules are Loader, Module.",
  );
});
