import type { ExecutionView } from "../../status/execution-view.ts";
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
  const others = [...plain.status.executions()];
  for (const view of run.status.executions()) {
    const other = others[view.execution];
    if (other === undefined || isExempt(view.key)) continue;
    if (view.state === "Completed" && other.state === "Completed") {
      const [here, there] = [run, plain].map(({ status }) => resultText(status.getExecutionResult(view.key)));
      if (here !== there) return `the result of ${view.key} is ${here}, and ${there} in the plain run`;
    } else if (isWhole) {
      const [here, there] = [fateOf(view), fateOf(other)];
      if (here !== there) return `${view.key} is ${here}, and ${there} in the plain run`;
    }
  }
  return undefined;
};

const fateOf = ({ state, failure, blockedBy }: ExecutionView): string => {
  if (failure === undefined) return blockedBy === undefined ? state : `blocked by ${blockedBy}`;
  return `${state} (${failure.reason}: ${failure.error.name}: ${failure.error.message})`;
};

/**
 * After a crash, what was in progress has another attempt: faults of the first attempt alone do not come again. And a
 * result that could not be stored is gone, for whatever would have read it.
 */
const mayDiffer = ({ trial, lives, status, plan }: TrialRun): ((key: string) => boolean) => {
  if (lives.length === 1) return () => false;
  const firstOnly = trial.faults.flatMap((fault) =>
    isModuleFault(fault) && fault.attempts === "first" ? [fault.at] : [],
  );
  const notStored = status.records.flatMap((record) =>
    record.type === "module.completed" && record.result.startsWith("not storable")
      ? [keyOf(plan, record.execution)]
      : [],
  );
  const above = [...firstOnly, ...notStored];
  return (key) => above.some((each) => key === each || key.startsWith(`${each}_`));
};

/** What does not make a difference. */
export const orderLaws: readonly RunLaw[] = [
  {
    claim: "results do not depend on order and concurrency",
    broken: (run, plain) => (run.lives.length === 1 ? difference(run, plain) : undefined),
  },
  {
    claim: "a run that was resumed ends as one that was not interrupted",
    broken: (run, plain) => (run.lives.length === 1 ? undefined : difference(run, plain)),
  },
];
