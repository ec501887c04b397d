import { deterministic, idempotent, law, pathLaw, preserves, produces } from "../../../src/testing/index.ts";
import { sampleWorkflow } from "../sample-workflow.ts";
import { workflowCheck } from "./workflow-check.ts";

/** The sample workflow, with what its users know to be true of every run of it. */
export const sampleCheck = workflowCheck("the sample workflow", sampleWorkflow, {
  maxExecutions: 24,
  runs: 250,
  laws: [
    produces("Synthesizer", {
      fields: { id: { type: "int64" }, age: { type: "int64", nullable: false } },
      closed: true,
    }),
    preserves("Cleaner", "id", "city"),
    deterministic("Synthesizer"),
    idempotent("Cleaner"),
    law("rows never grow", "Cleaner", ({ before, after }) => after.length <= before.length),
    law("no age is missing", "Cleaner", ({ after }) => after.every(({ age }) => age !== null)),
    law(
      "a synthetic row for each row",
      "Synthesizer",
      ({ before, after }) => before.length === after.length && after.every(({ id }, at) => id === before[at]?.id),
    ),
    pathLaw("what is evaluated is what was loaded and synthesized", ({ outputs }) => {
      const { kept, of } = outputs.Evaluator;
      return kept === outputs.Synthesizer.length && of === outputs.Loader.length;
    }),
  ],
});
