import type { Change } from "../src/status/change.ts";
import type { Snapshot } from "../src/status/snapshot.ts";
import type { TimingRecord } from "../src/status/timing.ts";
import type { CompletionOrigin, FailureReason } from "./lifecycle.ts";

/** Time arrives in events: machines have no clock. Epoch milliseconds. */
interface Timed {
  readonly at: number;
}

/** What can happen to one module execution. */
export type ModuleEvent =
  | (Timed & { readonly type: "module.start"; readonly attempt: number })
  | (Timed & { readonly type: "module.retry"; readonly attempt: number })
  | (Timed & { readonly type: "module.complete"; readonly origin: CompletionOrigin })
  | (Timed & { readonly type: "module.fail"; readonly reason: FailureReason });

/** What can happen to one experiment: it starts, then each of its own module executions ends. */
export type ExperimentEvent =
  | (Timed & { readonly type: "experiment.start" })
  /** The run was cancelled before the experiment's next module could start. */
  | (Timed & { readonly type: "experiment.cancel" })
  | Extract<ModuleEvent, { readonly type: "module.complete" | "module.fail" }>;

/** What a module execution reports to its run; the run machine emits the parts to whoever listens. */
export interface ModuleReport extends Timed {
  readonly type: "module.report";
  readonly snapshots?: readonly Snapshot[];
  readonly changes?: readonly Change[];
  readonly timings?: readonly TimingRecord[];
}

/** What can happen to one run. */
export type RunEvent =
  /** `completed` and `failed` count experiments that ended before a resumed run went on. */
  | (Timed & {
      readonly type: "run.start";
      readonly experiments: number;
      readonly completed?: number;
      readonly failed?: number;
    })
  | (Timed & { readonly type: "experiment.complete" })
  /** `experiments` counts every experiment that fails with this one: a shared execution takes its whole subtree along. */
  | (Timed & { readonly type: "experiment.fail"; readonly experiments: number })
  /** Nothing more will start. Whether that is success is decided by the counters, never by the sender. */
  | (Timed & { readonly type: "run.end" })
  | ModuleReport;

/** What `actor.on("snapshot" | "change" | "timing", …)` receives from a run actor. */
export type RunEmitted =
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  | { readonly type: "change"; readonly change: Change }
  | { readonly type: "timing"; readonly timing: TimingRecord };
