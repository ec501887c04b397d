import { StatusError } from "../error.ts";
import type { RunState } from "../journal/run-state.ts";
import type { Tracked } from "../workflow/module.ts";
import { experimentKey, parseExperimentKey } from "../workflow/experiment-key.ts";
import type { Plan } from "../workflow/plan.ts";
import { nearestKey } from "./nearest-key.ts";

/** Finds the kept result of an execution; undefined when it is not kept here (any more). */
export type ResultLookup = (execution: number) => Tracked<unknown> | undefined;

/** The results of all completed experiments, by key, in plan order. */
export const allResults = (state: RunState, lookup: ResultLookup): Readonly<Record<string, Tracked<unknown>>> => {
  // Keys always hold brackets, so none of them can be a name of Object.prototype; a null prototype has none to begin with.
  const results = Object.create(null) as Record<string, Tracked<unknown>>;
  for (let experiment = 0; experiment < state.plan.size.experiments; experiment++) {
    if (state.experimentState(experiment) !== "Completed") continue;
    const { key, executions } = state.plan.experiment(experiment);
    const result = lookup(executions.at(-1) ?? -1);
    if (result !== undefined) results[key] = result;
  }
  return Object.freeze(results);
};

/**
 * The result of the execution a key leads to: a whole experiment, or any module on the way.
 *
 * @throws StatusError with the reason why there is none
 */
export const resultOf = (state: RunState, lookup: ResultLookup, key: string): Tracked<unknown> => {
  const execution = executionOf(state, key);
  const result = state.executionState(execution) === "Completed" ? lookup(execution) : undefined;
  if (result !== undefined) return result;
  throw missing(state, execution, key);
};

/** The number of the execution a key leads to. */
export const executionOf = (state: RunState, key: string): number => {
  const path = parseExperimentKey(key);
  const execution = path && state.plan.indexOf(path);
  if (execution !== undefined) return execution;
  const near = nearestKey(state.plan, key);
  throw new StatusError({
    reason: "unknown-key",
    subject: key,
    detail: `the run has no such execution. ${near === undefined ? `A key reads ${someKey(state.plan)}.` : `Did you mean ${near}?`}`,
  });
};

const missing = (state: RunState, execution: number, key: string): StatusError => {
  const say = (reason: StatusError["reason"], detail: string): StatusError =>
    new StatusError({ reason, subject: key, detail });
  switch (state.executionState(execution)) {
    case "Completed":
      return state.plan.execution(execution).depth < state.plan.sequence.length - 1
        ? say("released", 'its result was released after its last use. Run with retain: "all" to keep inner results.')
        : say("not-in-this-process", "it completed, but its result is not kept in this process.");
    case "Failed":
      return say("failed", "it failed, so it has no result. Its error is in status.getFailures().");
    case "InProgress":
      return say("in-progress", "it is still in progress. Await the run.");
    case "NotStarted": {
      const by = state.blockedBy(execution);
      return by === undefined
        ? say("not-started", "it has not started.")
        : say("blocked", `it never ran, because ${experimentKey(state.plan.execution(by).path)} failed.`);
    }
  }
};

/** The key of the first experiment; of a plan that is not known yet, one that could be. */
const someKey = (plan: Plan): string =>
  plan.size.experiments === 0 ? "Loader[adult]_Reporter[csv]" : plan.experiment(0).key;
