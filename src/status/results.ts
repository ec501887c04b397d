import type { StatusError } from "../error.ts";
import type { RunState } from "../journal/run-state.ts";
import type { Tracked } from "../workflow/module.ts";
import { executionOf } from "./known-names.ts";
import { noAnswer } from "./no-answer.ts";

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
  const execution = executionOf(state.plan, key);
  const result = state.executionState(execution) === "Completed" ? lookup(execution) : undefined;
  if (result !== undefined) return result;
  throw noResult(state, key);
};

/** Why an execution has no result. */
export const noResult = (state: RunState, key: string): StatusError => {
  const execution = executionOf(state.plan, key);
  const say = (reason: StatusError["reason"], detail: string): StatusError => noAnswer(reason, key, detail);
  switch (state.executionState(execution)) {
    case "Completed":
      return state.planned(execution).depth < state.plan.sequence.length - 1
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
        : say("blocked", `it never ran, because ${state.keyOf(by)} failed.`);
    }
  }
};
