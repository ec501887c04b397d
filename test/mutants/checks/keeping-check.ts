import { defineWorkflow } from "../../../src/index.ts";
import { workflowCheck } from "./workflow-check.ts";

/** Modules whose results may be taken over and let go of; the last looks back at what the first put out. */
const keeping = defineWorkflow("keeping")
  .module("Loader", { reuse: true, run: ({ experimentName }) => [experimentName] })
  .module("Scaler", { reuse: true, run: ({ input, experimentName }) => [...input.data, experimentName] })
  .module("Reporter", { run: ({ input, upstream }) => [...input.data, ...upstream("Loader").data] });

export const keepingCheck = workflowCheck("a workflow that takes over results and lets go of them", keeping, {
  maxExecutions: 20,
  runs: 150,
});
