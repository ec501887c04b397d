import type { ExecutionPlace, Plan } from "../workflow/plan.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";
import { RecentKeys } from "../workflow/recent-keys.ts";
import { noPlan } from "./no-plan.ts";
import type { RunCompleted, RunFailed, RunStarted } from "./record.ts";
import type { StateCounters } from "./run-checkpoint.ts";
import { StateColumn } from "./state-column.ts";
import { StateTally } from "./state-tally.ts";

/**
 * What is known of a run, in columns and counters: written by its {@link JournalFold} alone, and read through its
 * {@link RunState}. About 17 bytes per execution of the plan, and the schemas; never the records.
 */
export class RunFacts {
  started: RunStarted | undefined;
  ended: RunCompleted | RunFailed | undefined;
  plan: Plan = noPlan;
  executions = new StateColumn(0);
  experiments = new StateColumn(0);
  perModule: readonly StateTally[] = [];
  attempts: Uint32Array = new Uint32Array(0);
  firstSeq: Uint32Array = new Uint32Array(0);
  lastSeq: Uint32Array = new Uint32Array(0);
  /** Per execution, the place in `fingerprints` of the schema it put out, counted from 1; 0 for none. */
  schemaAfter: Uint32Array = new Uint32Array(0);
  readonly fingerprints: SchemaFingerprint[] = [];
  readonly schemas = new Map<SchemaFingerprint, { readonly schema: Schema; readonly place: number }>();
  /** Per module, 1 when an execution of it put out a frame. */
  metadata = new Uint8Array(0);
  readonly counters: StateCounters = {
    seq: 0,
    cancelled: undefined,
    blocked: 0,
    reused: 0,
    snapshots: 0,
    changes: 0,
    timings: 0,
    lastSnapshotSeq: 0,
    lastChangeSeq: 0,
    changesThen: 0,
    goesOnSince: 0,
    lastAt: 0,
    earlierMs: 0,
    resumptions: 0,
  };
  /** The place that was asked for last. */
  lastPlanned: ExecutionPlace | undefined;
  keys = new RecentKeys(noPlan);

  /** With `plan`, every execution of it is NotStarted from the beginning. */
  constructor(plan?: Plan) {
    if (plan !== undefined) this.use(plan);
  }

  /** Takes a plan, of which nothing has started. */
  use(plan: Plan): void {
    this.plan = plan;
    this.lastPlanned = undefined;
    this.keys = new RecentKeys(plan);
    const { executions, experiments } = plan.size;
    this.executions = new StateColumn(executions);
    this.experiments = new StateColumn(experiments);
    let executionsOfModule = 1;
    this.perModule = plan.modules.map((module) => {
      executionsOfModule *= module.experiments.length;
      return new StateTally(executionsOfModule);
    });
    this.metadata = new Uint8Array(plan.modules.length);
    this.attempts = new Uint32Array(executions);
    this.firstSeq = new Uint32Array(executions);
    this.lastSeq = new Uint32Array(executions);
    this.schemaAfter = new Uint32Array(executions);
  }
}
