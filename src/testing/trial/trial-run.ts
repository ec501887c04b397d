import type { StoreError } from "../../store-error.ts";
import type { RunOutcome } from "../../executor/outcome.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { Status } from "../../status/status.ts";
import type { StatusSummary } from "../../status/status-summary.ts";
import type { AnyModule } from "../../workflow/module.ts";
import type { Plan } from "../../workflow/plan.ts";
import type { Trial } from "./trial.ts";

/** What `run` of a module is given. */
export type AnyArgs = Parameters<AnyModule["run"]>[0];

/** A module was called. */
export interface Called {
  readonly type: "called";
  readonly life: number;
  readonly execution: number;
  /** The number of the last record then. */
  readonly seq: number;
  /** When, on the clock of the run. */
  readonly atMs: number;
  readonly args: AnyArgs;
}

/** An observer was told of a record. */
export interface Told {
  readonly type: "told";
  readonly life: number;
  readonly record: JournalRecord;
  /** What the status said then; absent where later records of the same append were there already. */
  readonly summary?: StatusSummary;
  /** How many records the store held; undefined in a run without a store. */
  readonly stored: number | undefined;
}

/** The run was cancelled: by a fault, or because it could not go on, or had no end. */
export interface Cancelled {
  readonly type: "cancelled";
  readonly life: number;
  readonly by: "fault" | "standstill" | "endless";
}

/** Everything of the run waits: for a module to end, or for time to pass. */
export interface Quiet {
  readonly type: "quiet";
  readonly life: number;
}

/** What happened in a trial, in the order in which it did. */
export type TrialEvent = Called | Told | Cancelled | Quiet;

/** How the work of one process on the run came to its end. */
export type LifeEnd =
  | { readonly kind: "outcome"; readonly outcome: RunOutcome }
  | { readonly kind: "refused"; readonly error: StoreError }
  | { readonly kind: "crashed" }
  /** Nothing is in progress that could end, and the run is not over. */
  | { readonly kind: "standstill" }
  /** It failed in a way that no run does. */
  | { readonly kind: "broken"; readonly thrown: unknown };

/** A trial that was carried out. */
export interface TrialRun {
  readonly trial: Trial;
  readonly modules: readonly AnyModule[];
  readonly resources: ReadonlyMap<string, number>;
  readonly plan: Plan;
  readonly events: readonly TrialEvent[];
  /** One for each process that worked on the run: two where the first crashed, or could not write. */
  readonly lives: readonly LifeEnd[];
  /** What the run says of itself: all of it, but for what the trial says that it may forget. */
  readonly status: Status;
  /** Every record of the run, also where it kept only the newest in memory. */
  readonly records: readonly JournalRecord[];
  /** What all records say; without results where `status` keeps only the newest records. */
  readonly whole: Status;
  /** What the earlier run of the store recorded; undefined where there was none. */
  readonly earlier: readonly JournalRecord[] | undefined;
  /** What the observer's faults were reported as. */
  readonly reports: number;
}
