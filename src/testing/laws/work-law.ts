import type { LifecycleState } from "../../../machines/lifecycle.ts";
import type { AnyModule } from "../../workflow/module.ts";
import { keyOf } from "./key-of.ts";
import type { RunLaw } from "./run-law.ts";

/** Who may start, starts: a branch that nobody was woken for would be carried out later, and only make the run slow. */
export const workLaw: RunLaw = {
  claim: "nothing that takes no limit waits while a worker is free",
  broken: ({ events, modules, plan, trial, records }) => {
    const stops = records.some((record) => record.type === "run.started" && record.onFailure === "stop");
    const executions = Array.from<LifecycleState>({ length: plan.size.executions }).fill("NotStarted");
    const experiments = Array.from<LifecycleState>({ length: plan.size.experiments }).fill("NotStarted");
    const isReady = (execution: number): boolean => {
      const { parent, experiment, depth } = plan.execution(execution);
      return (
        executions[execution] === "NotStarted" &&
        experiments[experiment] === "NotStarted" &&
        (parent === undefined || executions[parent] === "Completed") &&
        !isLimited(modules[depth])
      );
    };
    for (const event of events) {
      // A resumed run has experiments in progress that nobody has taken up yet; one that is to end takes up no more.
      if (event.life > 0 || event.type === "cancelled") return undefined;
      if (event.type === "told") {
        const { record } = event;
        if (record.type === "experiment.started") experiments[record.experiment] = "InProgress";
        if (record.type === "experiment.completed" || record.type === "experiment.failed")
          experiments[record.experiment] = "Failed";
        if (record.type === "module.started") executions[record.execution] = "InProgress";
        if (record.type === "module.completed") executions[record.execution] = "Completed";
        if (record.type === "module.failed") {
          executions[record.execution] = "Failed";
          if (stops) return undefined;
        }
      }
      const busy = experiments.filter((state) => state === "InProgress").length;
      if (event.type !== "quiet" || busy >= trial.concurrency) continue;
      const ready = executions.findIndex((_, execution) => isReady(execution));
      if (ready >= 0) return `${busy} of ${trial.concurrency} workers are busy, and ${keyOf(plan, ready)} is ready`;
    }
    return undefined;
  },
};

const isLimited = (module: AnyModule | undefined): boolean =>
  module?.concurrency !== undefined || module?.resources !== undefined;
