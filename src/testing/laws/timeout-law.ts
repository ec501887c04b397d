import * as Duration from "effect/Duration";

import type { RunLaw } from "./run-law.ts";

/** What limits of time do, on the clock of the run. */
export const timeoutLaw: RunLaw = {
  claim: "an attempt completes within its timeout, and none fails by it earlier",
  broken: ({ events, modules, plan }) => {
    const calledAt = new Map<number, number>();
    for (const event of events) {
      if (event.type === "called") calledAt.set(event.execution, event.atMs);
      if (event.type !== "told") continue;
      const { record } = event;
      if (record.type !== "module.completed" && record.type !== "module.failed") continue;
      const { timeout } = modules[plan.execution(record.execution).depth] ?? {};
      const from = calledAt.get(record.execution);
      if (timeout === undefined || from === undefined) continue;
      const limitMs = Duration.toMillis(Duration.fromInputUnsafe(timeout));
      const tookMs = record.at - from;
      const told = `attempt ${record.attempt} of ${record.moduleName}[${record.experimentName}]`;
      if (record.type === "module.completed" && tookMs > limitMs)
        return `${told} completed after ${tookMs} ms, and its timeout is ${limitMs} ms`;
      if (record.type === "module.failed" && record.reason === "timeout" && tookMs < limitMs)
        return `${told} failed by its timeout of ${limitMs} ms after ${tookMs} ms`;
    }
    return undefined;
  },
};
