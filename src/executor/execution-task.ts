import type { Tracked } from "../workflow/module.ts";
import type { ExperimentChain } from "../workflow/plan.ts";
import { LostInput } from "./execution-inputs.ts";
import type { Decided } from "./execution-reuse.ts";
import type { AttemptCall } from "./execution-scope.ts";
import type { ExecutionSubject } from "./record-batch.ts";
import type { PreparedModule, RunnerSetup } from "./runner-setup.ts";

/**
 * One execution to be carried out: what is recorded of it, what its module is told, and where it stands.
 *
 * One object for all of them: four, each made from another, took a third more memory while an execution runs.
 */
export interface ExecutionTask extends ExecutionSubject, AttemptCall {
  readonly module: PreparedModule;
  readonly chain: ExperimentChain;
  readonly depth: number;
  /** Why its input cannot be had, when it cannot. */
  readonly lost: Error | undefined;
  /** Undefined in a run that can take over nothing. */
  readonly decided: Decided | undefined;
}

/** The execution at `depth` of an experiment; `above` is the label of the path down to the one it reads. */
export const executionTask = (
  { modules, log }: Pick<RunnerSetup, "modules" | "log">,
  chain: ExperimentChain,
  depth: number,
  above: string,
  read: Tracked<unknown> | LostInput,
  decided: Decided | undefined,
): ExecutionTask => {
  const module = modules[depth];
  const given = module?.experiments[chain.positions[depth] ?? -1];
  const execution = chain.executions[depth];
  if (module === undefined || given === undefined || execution === undefined)
    throw new Error(`the plan has module ${depth} in experiment ${chain.index}, and the config has not`);
  const isLost = read instanceof LostInput;
  const input = isLost ? read.tracked : read;
  return {
    execution,
    moduleName: module.module.moduleName,
    experimentName: given.experimentName,
    experimentKey: above === "" ? given.label : `${above}_${given.label}`,
    attempt: Math.max(1, log.state.attempt(execution)),
    schemaBefore: input.schema,
    input,
    given,
    module,
    chain,
    depth,
    lost: isLost ? read.cause : undefined,
    decided,
  };
};

/** The label of the path down to the execution above `depth`; empty where there is none. O(depth). */
export const keyAbove = (modules: readonly PreparedModule[], { positions }: ExperimentChain, depth: number): string =>
  modules
    .slice(0, depth)
    .map(({ experiments }, step) => experiments[positions[step] ?? -1]?.label)
    .join("_");
