import type * as Layer from "effect/Layer";
import * as fc from "fast-check";

import { checkOptions } from "../workflow/check-options.ts";
import { checkWord } from "../workflow/check-word.ts";
import type { ConfigEntries, ConfigInput } from "../workflow/config.ts";
import type { ModuleType, WorkflowDefinition } from "../workflow/define-workflow.ts";
import type { ResourceAmounts } from "../workflow/resources.ts";
import { type FaultKind, faultKinds } from "./faults/fault.ts";
import type { Law } from "./laws/law.ts";
import { type AskedLaw, NeverAsked } from "./laws/never-asked.ts";
import { BrokenRun, TrialCheck, type TrialCheckOptions } from "./trial-check.ts";
import type { Trial } from "./trial/trial.ts";

/** What is checked, and how long. */
export type CheckOptions<Modules extends readonly ModuleType[], Requirements = never> = {
  /**
   * What the experiments are drawn from: a config, of which random parts are run, or an arbitrary of configs. Default:
   * {@link workflowConfig}, with params drawn from each module's own schema.
   */
  readonly config?: ConfigInput | fc.Arbitrary<ConfigEntries>;
  /** Which faults happen. Default: all; `[]` for none. */
  readonly faults?: readonly FaultKind[];
  /** Laws of this workflow, beside those of every run. */
  readonly laws?: readonly Law<Modules>[];
  /** Laws of every run that are not checked, by their claims. */
  readonly without?: readonly string[];
  /** The most executions in progress at once; each run has its own number up to this. Default 4. */
  readonly concurrency?: number;
  /** The most executions of a plan. Default 60. */
  readonly maxExecutions?: number;
  /** How many random runs. Default 100. */
  readonly runs?: number;
  /** After so many ms no further run begins. Default: none. */
  readonly timeLimitMs?: number;
  /** The same seed draws the same runs, to the last byte. Default: fast-check's. */
  readonly seed?: number;
  /** Of a counterexample found with this seed: goes straight to it. */
  readonly path?: string;
  /** Carries out this run alone, and draws none. */
  readonly trial?: Trial;
  /** How much every run has of each resource that modules take. */
  readonly resources?: ResourceAmounts;
  /** As in a run. Default `continue`. */
  readonly onFailure?: "continue" | "stop";
  /** Where the printed test imports the workflow from. Default `./workflow.ts`. */
  readonly from?: string;
} & ([Requirements] extends [never]
  ? { readonly layer?: undefined }
  : {
      /** The services the workflow's Effects require. */
      readonly layer: Layer.Layer<NoInfer<Requirements>>;
    });

type CheckOptionName = keyof CheckOptions<readonly ModuleType[], unknown>;

const checkNames = (options: { readonly [Name in CheckOptionName]?: unknown }): void =>
  checkOptions(
    "checkWorkflow",
    options,
    "config faults laws without concurrency maxExecutions runs timeLimitMs seed path trial resources onFailure from layer",
  );

/** What was checked, when nothing was found. */
export interface CheckReport {
  readonly runs: number;
  /** Undefined for a run that was given as `trial`. */
  readonly seed: number | undefined;
  /** Modules called, in all runs. */
  readonly calls: number;
  /** The laws every run was held to, and how often they were asked. */
  readonly laws: readonly AskedLaw[];
}

/**
 * Runs a workflow over and over: random experiments, faults, and orders in which modules end; and checks that laws hold.
 *
 * Time is virtual, so that slow modules cost none. Each run is carried out a second time without cancellations, crashes
 * and concurrency, to be compared with. A few ms a run, beside what the modules take.
 *
 * @throws Counterexample, the smallest run found that breaks a law; NeverAsked, when no random run came to ask one; a
 * RangeError for a law of a module that is not there; and what a run refuses, such as a ConfigError
 * @example
 * ```ts
 * const workflow = defineWorkflow("clean")
 *   .module("Loader", { run: () => [{ id: 1 }, { id: 2 }] })
 *   .module("Cleaner", { run: ({ input }) => input.data.concat(input.data) });
 * const found: unknown = await checkWorkflow(workflow, {
 *   laws: [law("rows never grow", "Cleaner", ({ before, after }) => after.length <= before.length)],
 * }).catch((thrown: unknown) => thrown);
 * (found as Counterexample).found; // => "it does not hold for Loader[a]_Cleaner[a]"
 * (found as Counterexample).trial;
 * // => { config: [["Loader", [["a", {}]]], ["Cleaner", [["a", {}]]]], concurrency: 1, faults: [], interleaving: [] }
 * ```
 */
export const checkWorkflow = async <const Modules extends readonly ModuleType[], Requirements = never>(
  workflow: WorkflowDefinition<Modules, Requirements> | (() => WorkflowDefinition<Modules, Requirements>),
  options: CheckOptions<Modules, Requirements>,
): Promise<CheckReport> => {
  checkNames(options);
  checkWord("checkWorkflow", "onFailure", options.onFailure, ["continue", "stop"]);
  for (const kind of options.faults ?? []) checkWord("checkWorkflow", "faults", kind, faultKinds);
  const make = typeof workflow === "function" ? workflow : () => workflow;
  // The one place where the types of the workflow are given up: those of the options have held them together.
  const check = new TrialCheck(make, options as unknown as TrialCheckOptions);
  const report = (runs: number, seed: number | undefined): CheckReport => ({
    runs,
    seed,
    calls: check.calls,
    laws: check.asked,
  });
  const { trial, seed, path, runs = 100, timeLimitMs } = options;
  if (trial !== undefined) {
    const broken = await check.broken(trial);
    if (broken === undefined) return report(1, undefined);
    throw check.counterexample(broken, { seed: undefined, path: undefined, runs: 1, shrinks: 0 });
  }
  const property = fc.asyncProperty(check.trials, async (drawn) => {
    const broken = await check.broken(drawn);
    if (broken !== undefined) throw broken;
  });
  const details = await fc.check(property, {
    numRuns: runs,
    ...(seed !== undefined && { seed }),
    ...(path !== undefined && { path, endOnFailure: true }),
    ...(timeLimitMs !== undefined && { interruptAfterTimeLimit: timeLimitMs }),
  });
  const { errorInstance: thrown, counterexamplePath } = details;
  if (!(thrown instanceof BrokenRun)) {
    if (details.failed && thrown !== null) throw thrown;
    // One run that is carried out again, by its path as by its trial, need not come to all of them.
    if (path === undefined && check.unasked.length > 0) throw new NeverAsked(check.unasked, details.numRuns);
    return report(details.numRuns, details.seed);
  }
  throw check.counterexample(thrown, {
    seed: details.seed,
    path: counterexamplePath ?? undefined,
    runs: details.numRuns,
    shrinks: details.numShrinks,
  });
};
