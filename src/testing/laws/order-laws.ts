import type { ExecutionView } from "../../status/execution-view.ts";
import { StatusError } from "../../error.ts";
import type { Tracked } from "../../workflow/module.ts";
import { isModuleFault } from "../faults/fault.ts";
import type { TrialRun } from "../trial/trial-run.ts";
import { keyOf } from "./key-of.ts";
import { resultText } from "./result-text.ts";
import type { RunLaw } from "./run-law.ts";

/**
 * The first execution of which a run found out something else than the plain run: a module's result, or its failure. Of
 * a run that was cancelled, only what completed is compared.
 */
const difference = (run: TrialRun, plain: TrialRun): string | undefined => {
  const isWhole = [run, plain].every(({ events, status }) => {
    const endedEarly = status.failure === "stopped" || status.failure === "cancelled";
    return !endedEarly && !events.some(({ type }) => type === "cancelled");
  });
  const isExempt = mayDiffer(run);
  const others = [...plain.whole.executions()];
  for (const view of run.whole.executions()) {
    const other = others[view.execution];
    if (other === undefined || isExempt(view.key)) continue;
    if (view.state === "Completed" && other.state === "Completed") {
      const result = keptResult(run, view.key);
      if (result === undefined) continue;
      const [here, there] = [result, plain.status.getExecutionResult(view.key)].map(resultText);
      if (here !== there) return `the result of ${view.key} is ${here}, and ${there} in the plain run`;
    } else if (isWhole) {
      const [here, there] = [fateOf(view), fateOf(other)];
      if (here !== there) return `${view.key} is ${here}, and ${there} in the plain run`;
    }
  }
  return undefined;
};

/** Undefined for an inner result of a run that was told to let go of them. */
const keptResult = ({ trial, status }: TrialRun, key: string): Tracked<unknown> | undefined => {
  try {
    return status.getExecutionResult(key);
  } catch (thrown) {
    if (trial.retain === "leaves" && thrown instanceof StatusError && thrown.reason === "released") return undefined;
    throw thrown;
  }
};

const fateOf = ({ state, failure, blockedBy }: ExecutionView): string => {
  if (failure === undefined) return blockedBy === undefined ? state : `blocked by ${blockedBy}`;
  return `${state} (${failure.reason}: ${failure.error.name}: ${failure.error.message})`;
};

/**
 * After a crash, what was in progress has another attempt: faults of the first attempt alone do not come again. And a
 * result that could not be stored is gone, for whatever would have read it. What is taken over was made without a fault.
 */
const mayDiffer = ({ trial, lives, records, plan }: TrialRun): ((key: string) => boolean) => {
  const completed = records.filter((record) => record.type === "module.completed");
  const reused = new Set(
    completed.filter(({ origin }) => origin === "reused").map(({ execution }) => keyOf(plan, execution)),
  );
  const faults = trial.faults.filter(isModuleFault);
  const spared = faults.flatMap(({ at }) => (reused.has(at) ? [at] : []));
  const resumed = lives.length > 1;
  const firstOnly = faults.flatMap(({ attempts, at }) => (resumed && attempts === "first" ? [at] : []));
  const notStored = completed.flatMap(({ result, execution }) =>
    resumed && result.startsWith("not storable") ? [keyOf(plan, execution)] : [],
  );
  const above = [...spared, ...firstOnly, ...notStored];
  return (key) => above.some((each) => key === each || key.startsWith(`${each}_`));
};

/** What does not make a difference. */
export const orderLaws: readonly RunLaw[] = [
  {
    claim: "results do not depend on order and concurrency",
    broken: (run, plain) => (run.lives.length === 1 && run.earlier === undefined ? difference(run, plain) : undefined),
  },
  {
    claim: "a run that was resumed ends as one that was not interrupted",
    broken: (run, plain) => (run.lives.length > 1 && run.earlier === undefined ? difference(run, plain) : undefined),
  },
  {
    claim: "what is taken over from an earlier run is what its module would give",
    broken: (run, plain) => (run.earlier === undefined ? undefined : difference(run, plain)),
  },
];
