import * as Schedule from "effect/Schedule";

import { checkOptions } from "../workflow/check-options.ts";
import { checkWord } from "../workflow/check-word.ts";
import type { ResourceAmounts } from "../workflow/resources.ts";
import { explore } from "./explore/explore.ts";
import { type ExploredFault, ExploredRun } from "./explore/explored-run.ts";
import { type ExploredShape, exploredShape } from "./explore/explored-shape.ts";
import type { ExploredPolicy } from "./explore/explored-policy.ts";
import { describeStep, type ExploredStep } from "./explore/explored-step.ts";

/** What {@link exploreRun} explores. */
export interface ExploreOptions {
  /** How many modules the workflow has, from 1 to 26. */
  readonly modules: number;
  /** How many experiments each module has; or each one's own number, first module first. */
  readonly experiments: number | readonly number[];
  /** The most executions in progress at once. */
  readonly concurrency: number;
  readonly onFailure?: "continue" | "stop";
  /** Whether an append to the store takes a while, in which other modules can settle. Default false: as SQLite. */
  readonly slowStore?: boolean;
  /** The policy of every module; or each one's own, first module first. Default: none has any. */
  readonly policies?: ExploredPolicy | readonly ExploredPolicy[];
  /** How much the run has of each resource that modules take. */
  readonly resources?: ResourceAmounts;
  /** How many faults may happen in one run. Default 0. */
  readonly faults?: number;
  /** Which faults. Default all: `fail`, `timeout`, `cancel`, `crash`, `refuse`. */
  readonly kinds?: readonly ExploredFault[];
  /** Gives up after so many states. Default 1,000,000. */
  readonly maxStates?: number;
}

/** What an exploration found. */
export interface Exploration {
  /** Different states of the run, each visited once. */
  readonly states: number;
  /** Steps from one of them to another. */
  readonly transitions: number;
  /** States in which the run is over. */
  readonly ends: number;
  /** Whether every reachable state was visited. */
  readonly complete: boolean;
  /** A shortest way to a state in which something is wrong; absent when nothing was found to be. */
  readonly counterexample?: RunCounterexample;
}

/** A shortest way to something that is wrong. */
export interface RunCounterexample {
  readonly broken: string;
  /** What happens, in order. */
  readonly trace: readonly string[];
  readonly steps: readonly ExploredStep[];
  /** The lines of the journal that is kept of it, for a file that `runstate show` opens. */
  readonly journal: readonly string[];
}

/**
 * Takes a small run through every order in which its modules can settle, with every fault at every place it can have:
 * the executor itself, on a store and a clock that do only what the exploration says. With policies, time goes on to
 * whatever is due next, be it the end of a wait or a timeout.
 *
 * In each state it looks for what must never be: a record that is not legal, a status, an outcome or a machine that
 * tells another story than the journal, a module called twice or with another's input, an idle worker where there is
 * work, a limit exceeded or left unused, a timeout that ends nothing, an attempt too few or too many, a cancellation that
 * does not land, an end that nothing on record explains. Nearest states come first, so that a
 * counterexample is one of the shortest. Synchronous; about 1 ms a transition, and each state is held by its name.
 *
 * @example
 * ```ts
 * const found = exploreRun({ modules: 2, experiments: 2, concurrency: 2, faults: 1 });
 * found.complete; // => true
 * found.counterexample; // => undefined
 * const policies = { timeout: "1 minute", retry: { times: 1 } } as const;
 * exploreRun({ modules: 1, experiments: 2, concurrency: 2, faults: 2, policies }).counterexample; // => undefined
 * ```
 */
export const exploreRun = (options: ExploreOptions): Exploration => {
  checkOptions(
    "exploreRun",
    options,
    "modules experiments concurrency onFailure slowStore policies resources faults kinds maxStates",
  );
  checkWord("exploreRun", "onFailure", options.onFailure, ["continue", "stop"]);
  for (const kind of options.kinds ?? []) checkWord("exploreRun", "kinds", kind, faultKinds);
  const { onFailure = "continue", slowStore = false, faults = 0, maxStates = 1_000_000 } = options;
  const kinds = options.kinds ?? faultKinds;
  const shape = exploredShape({
    experiments: countsIn(options),
    concurrency: options.concurrency,
    onFailure,
    slowStore,
    policies: policiesIn(options),
    ...(options.resources && { resources: options.resources }),
  });
  const begin = (): ExploredRun => new ExploredRun(shape, faults, kinds);
  const { counterexample, ...found } = explore(begin, maxStates);
  if (counterexample === undefined) return found;
  return { ...found, counterexample: told(begin(), shape, counterexample) };
};

/**
 * An exploration in words: how much was visited, and what was found to be wrong, step by step.
 *
 * @example
 * ```ts
 * describeExploration(exploreRun({ modules: 2, experiments: 1, concurrency: 1 }));
 * // => "4 states, 3 transitions, 1 end: all that can be reached, and nothing is wrong in any of it."
 * ```
 */
export const describeExploration = (exploration: Exploration): string => {
  const { states, transitions, ends, complete, counterexample } = exploration;
  const visited = `${states} states, ${transitions} transitions, ${ends} ${ends === 1 ? "end" : "ends"}`;
  if (counterexample === undefined)
    return complete
      ? `${visited}: all that can be reached, and nothing is wrong in any of it.`
      : `${visited}, and nothing is wrong in any of it; there is more that was not visited.`;
  const steps = counterexample.trace.map((step, at) => `  ${at + 1}. ${step}`);
  return [`${visited}, and then: ${counterexample.broken}`, ...steps].join("\n");
};

const faultKinds = ["fail", "timeout", "cancel", "crash", "refuse"] as const;

/** How many experiments each module has; throws a RangeError for sizes that make no plan. */
const countsIn = ({
  modules,
  experiments,
  concurrency,
  faults = 0,
  maxStates = 0,
}: ExploreOptions): readonly number[] => {
  const counts = typeof experiments === "number" ? Array.from({ length: modules }, () => experiments) : experiments;
  check("modules", modules, 1, 26);
  for (const count of counts) check("experiments", count, 1, 1000);
  check("concurrency", concurrency, 1, 1000);
  check("faults", faults, 0, 1000);
  check("maxStates", maxStates, 0, Number.MAX_SAFE_INTEGER);
  if (counts.length !== modules)
    throw new RangeError(
      `exploreRun: experiments gives ${counts.length} numbers for ${modules} modules. Give each module one.`,
    );
  return counts;
};

/** The policy of each module; throws a ConfigError for one that cannot be used, as where a workflow is defined. */
const policiesIn = ({ modules, policies = {} }: ExploreOptions): readonly ExploredPolicy[] => {
  const each = isList(policies) ? policies : Array.from({ length: modules }, () => policies);
  if (each.length !== modules)
    throw new RangeError(`exploreRun: policies gives ${each.length} for ${modules} modules. Give each module one.`);
  for (const { retry } of each)
    if (Schedule.isSchedule(retry) || (retry !== undefined && "jitter" in retry))
      throw new RangeError(
        "exploreRun: retry of a policy must be times, delay and factor: what waits as it likes cannot be followed everywhere",
      );
  return each;
};

const isList = (policies: ExploredPolicy | readonly ExploredPolicy[]): policies is readonly ExploredPolicy[] =>
  Array.isArray(policies);

const check = (option: string, value: number, least: number, most: number): void => {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new RangeError(`exploreRun: ${option} must be a whole number from ${least} to ${most}, got ${value}`);
};

const told = (
  run: ExploredRun,
  shape: ExploredShape,
  { steps, broken }: { readonly steps: readonly ExploredStep[]; readonly broken: string },
): RunCounterexample => {
  for (const step of steps) run.take(step);
  const { journal } = run;
  run.dispose();
  return { broken, trace: steps.map((step) => describeStep(step, shape)), steps, journal };
};
