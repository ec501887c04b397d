import type { JournalRecord, RunResumed, RunStarted } from "../journal/record.ts";
import type { Status } from "../status/status.ts";
import { blockedPerModule, type ModuleProgress, timeLeft } from "../status/time-left.ts";

/** A run at one moment, as the live table shows it. */
export interface ProgressView {
  readonly workflow: string;
  readonly elapsedMs: number;
  /** Estimated; undefined while there is no data for an estimate, or no use for one. */
  readonly leftMs: number | undefined;
  readonly modules: readonly ModuleProgress[];
}

/** Follows a run record by record, in constant time each. */
export class RunProgress {
  #started: RunStarted | RunResumed | undefined;
  readonly #done = new Map<string, { count: number; totalMs: number }>();
  readonly #running = new Map<number, { readonly moduleName: string; readonly at: number }>();

  tell(record: JournalRecord): void {
    if (record.type === "run.started" || record.type === "run.resumed") this.#started = record;
    else if (record.type === "module.started")
      this.#running.set(record.execution, { moduleName: record.moduleName, at: record.at });
    else if (record.type === "module.failed") this.#running.delete(record.execution);
    else if (record.type === "module.completed") {
      this.#running.delete(record.execution);
      // It says nothing of how long the others will take.
      if (record.origin === "reused") return;
      const done = this.#done.get(record.moduleName) ?? { count: 0, totalMs: 0 };
      this.#done.set(record.moduleName, { count: done.count + 1, totalMs: done.totalMs + record.durationMs });
    }
  }

  /** The run as `status` has it at wall time `now`. */
  view(status: Status, now: number): ProgressView {
    const summary = status.getStatusSummary();
    const blocked = blockedPerModule(
      summary.modules.map(({ Failed }) => Failed),
      status.plan.modules.map(({ experiments }) => experiments.length),
    );
    const spent = new Map<string, number>();
    for (const { moduleName, at } of this.#running.values())
      spent.set(moduleName, (spent.get(moduleName) ?? 0) + Math.max(0, now - at));
    const modules = summary.modules.map(({ moduleName, ...counts }, depth): ModuleProgress => {
      const done = this.#done.get(moduleName);
      return {
        moduleName,
        counts,
        blocked: blocked[depth] ?? 0,
        meanMs: done && done.totalMs / done.count,
        spentMs: spent.get(moduleName) ?? 0,
      };
    });
    // After a failure under "stop" what remains will not run, and only its author knows when it ends.
    const stopping =
      this.#started?.type === "run.started" && this.#started.onFailure === "stop" && summary.executions.Failed > 0;
    return {
      workflow: status.workflow ?? "",
      elapsedMs: this.#started === undefined ? 0 : Math.max(0, now - this.#started.at),
      leftMs: stopping ? undefined : timeLeft(modules, this.#started?.concurrency ?? 1),
      modules,
    };
  }
}
