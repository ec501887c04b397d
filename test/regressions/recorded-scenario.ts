import { readFileSync } from "node:fs";

import { ConfigError, Executor, type Json, JournalError, type Status, StatusError } from "../../src/index.ts";
import type { Answers } from "./status-difference.ts";
import { tabled } from "./status-differences.ts";
import { stubWorkflow } from "./stub-workflow.ts";

export type Recorded = Readonly<Record<string, Json>>;
const { scenarios } = JSON.parse(readFileSync(new URL("../vectors/status.json", import.meta.url), "utf8")) as {
  readonly scenarios: readonly (Recorded & { readonly id: string })[];
};
/** A recorded scenario of PETsARD 1.6.0. */
export const scenario = (id: string): Recorded => scenarios.find((one) => one.id === id) ?? {};

/** What a recorded call gave, or that it was refused. */
export const gave = (call: Json | undefined): Json => {
  if (typeof call === "object" && call !== null && "error" in call) return "refused";
  return typeof call === "object" && call !== null && "value" in call ? call["value"] : (call ?? null);
};
/** An answer of runstate, or that it refuses the question. */
export const answered = (ask: () => unknown): Json => {
  try {
    return (ask() as Json | undefined) ?? null;
  } catch (thrown) {
    if (thrown instanceof ConfigError || thrown instanceof StatusError || thrown instanceof JournalError)
      return "refused";
    throw thrown;
  }
};
/** Both sides as they are, and as they must be: equal, or each as the table of differences says. */
export const keptOrTabled = (id: string, recorded: Answers, runstate: Answers) => ({
  actual: { recorded, runstate },
  expected: {
    recorded: { ...runstate, ...tabled(id, "recorded") },
    runstate: { ...recorded, ...tabled(id, "runstate") },
  },
});

/** A run of stubs whose config is given as pairs. */
export const ran = async (config: readonly (readonly [string, readonly (readonly [string, Recorded])[]])[]) => {
  const executor = new Executor({ workflow: stubWorkflow(config.map(([module]) => module)), config });
  await executor.run();
  const status: Status = executor.status;
  return status;
};
