import type { ModulePolicy } from "../../workflow/module-policy.ts";
import { millionths, readAmounts } from "../../workflow/resources.ts";
import type { RunLaw } from "./run-law.ts";

/** What executions in progress may take together. */
export const limitLaw: RunLaw = {
  claim: "limits are never exceeded",
  broken: ({ events, modules, resources, trial, plan }) => {
    let life = 0;
    const busy = new Set<number>();
    for (const event of events) {
      // What a process had in progress ended with it.
      if (event.life !== life) busy.clear();
      life = event.life;
      if (event.type === "told" && (event.record.type === "module.completed" || event.record.type === "module.failed"))
        busy.delete(event.record.execution);
      if (event.type !== "called") continue;
      busy.add(event.execution);
      // Another process tries as often anew what the one before it left in progress.
      const attempts = (life + 1) * attemptsOf(modules[plan.execution(event.execution).depth]?.retry);
      if (event.args.attempt > attempts)
        return `${event.args.experimentKey} has attempt ${event.args.attempt}, and its retry allows ${attempts}`;
      const depths = [...busy].map((execution) => plan.execution(execution).depth);
      if (depths.length > trial.concurrency)
        return `${depths.length} executions are in progress, and concurrency is ${trial.concurrency}`;
      for (const [depth, { moduleName, concurrency }] of modules.entries()) {
        const count = depths.filter((each) => each === depth).length;
        if (concurrency !== undefined && count > concurrency)
          return `${count} executions of ${moduleName} are in progress, and its concurrency is ${concurrency}`;
      }
      for (const [name, amount] of resources) {
        const taken = depths
          .map((depth) => millionths(readAmounts(modules[depth]?.resources ?? {}).get(name) ?? 0))
          .reduce((sum, each) => sum + each, 0);
        if (taken > millionths(amount)) return `${taken / 1e6} of ${name} is taken, and the run has ${amount}`;
      }
    }
    return undefined;
  },
};

/** How many attempts a retry policy gives an execution; a schedule of the user's has no number. */
const attemptsOf = (retry: ModulePolicy["retry"]): number =>
  retry === undefined ? 1 : "times" in retry ? 1 + retry.times : Infinity;
