import * as Effect from "effect/Effect";

import { defineWorkflow } from "../../../src/index.ts";
import { law, pathLaw } from "../../../src/testing/index.ts";
import { workflowCheck } from "./workflow-check.ts";

/** Modules that wait, take of limits, are tried again and have a time limit; each puts out the path it was called on. */
const limited = defineWorkflow("limited")
  .module("Loader", {
    resources: { gpu: 1 },
    run: ({ experimentName }) => Effect.delay(Effect.succeed([experimentName]), "3 seconds"),
  })
  .module("Trainer", {
    concurrency: 1,
    retry: { times: 2, delay: "1 minute" },
    // Two hours of work, and less than a slow one takes.
    timeout: "7205 seconds",
    run: ({ input, experimentName, step }) =>
      step("fit", () => Effect.delay(Effect.succeed([...input.data, experimentName]), "2 hours")),
  })
  .module("Reporter", {
    resources: { gpu: 2 },
    run: async ({ input, experimentName, repeat }) => [...input.data, experimentName, String(repeat?.of ?? 0)],
  });

export const limitedCheck = workflowCheck("a workflow with limits, waits and retries", limited, {
  resources: { gpu: 2 },
  maxExecutions: 20,
  runs: 500,
  laws: [
    law("puts out its own path", ({ moduleName, key, after }) => {
      const path = moduleName === "Reporter" ? after.slice(0, -1) : after;
      return path.every((name) => key.includes(`[${name}]`)) && (moduleName !== "Loader" || path.length === 1);
    }),
    pathLaw("knows how often it is repeated", ({ key, outputs }) => {
      const of = /_\[(\d+)-\d+\]\]$/u.exec(key)?.[1] ?? "0";
      return outputs.Reporter.at(-1) === of;
    }),
  ],
});
