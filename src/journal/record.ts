/**
 * The records of a journal: plain, readonly, JSON-safe, numbered without gaps. They are the only truth about a run.
 *
 * Executions and experiments are named by their number in the plan (pre-order, from 0), which `run.started` carries;
 * module records repeat the two names so that a line can be read, and searched, by itself.
 */
import type * as Brand from "effect/Brand";

import type { CompletionOrigin, FailureReason } from "../../machines/lifecycle.ts";
import type { FieldChange } from "../schema/field-change.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Json, Schema } from "../schema/schema.ts";
import type { EncodedError } from "./encoded-error.ts";
import type { ReuseDecision } from "./reuse-decision.ts";

/** The identity of one run, unique over all runs. */
export type RunId = Brand.Branded<string, "RunId">;

/** Wall time in milliseconds since 1970; an attribute of a record, never its order. */
export type EpochMs = number;

/** Elapsed milliseconds from a monotonic clock, with fractions; never negative. */
export type DurationMs = number;

/** The version of the record format this library writes. */
export const journalVersion = 1;

interface Numbered {
  /** 1, 2, 3, … without gaps: the order of everything. */
  readonly seq: number;
  readonly at: EpochMs;
}

interface OfExecution extends Numbered {
  /** The execution's number in the plan. */
  readonly execution: number;
  readonly moduleName: string;
  readonly experimentName: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

/** Annotations a module made while it ran. */
export type Annotations = Readonly<Record<string, Json>>;

export interface RunStarted extends Numbered {
  readonly type: "run.started";
  readonly version: typeof journalVersion;
  readonly runId: RunId;
  readonly workflow: string;
  /** The plan: each module of the sequence with its experiments, repeats expanded. */
  readonly modules: readonly { readonly moduleName: string; readonly experiments: readonly string[] }[];
  /**
   * A fingerprint of the params of each experiment, in the order of `modules`; null where params hold code. Only runs
   * that are kept in a store have it.
   */
  readonly params?: readonly (readonly (string | null)[])[];
  /** The run this one began from, and the last of its records that counted; executions it completed may be reused. */
  readonly origin?: { readonly runId: RunId; readonly seq: number };
  readonly concurrency: number;
  readonly onFailure: "continue" | "stop";
}

/** An unfinished run goes on, in another process than the one that began it. */
export interface RunResumed extends Numbered {
  readonly type: "run.resumed";
  readonly concurrency: number;
}

/** A schema, told once; other records refer to it by fingerprint. */
export interface SchemaRecorded extends Numbered {
  readonly type: "schema.recorded";
  readonly fingerprint: SchemaFingerprint;
  readonly schema: Schema;
}

export interface ExperimentStarted extends Numbered {
  readonly type: "experiment.started";
  readonly experiment: number;
}

interface WithSchemaBefore {
  /** The schema of the module's input; null for the first module, and for inputs that are no frame. */
  readonly schemaBefore: SchemaFingerprint | null;
}

export interface ModuleStarted extends OfExecution, WithSchemaBefore {
  readonly type: "module.started";
  /**
   * How long the execution was ready and had not started: it waited for a worker, or for what its module's limits let
   * it have. Absent when it went on right after the one above it.
   */
  readonly queuedMs?: DurationMs;
}

/** A timed part of an execution ended; it began `durationMs` before `at`. */
export interface StepCompleted extends OfExecution {
  readonly type: "step.completed";
  readonly step: string;
  readonly state: "Completed" | "Failed";
  readonly durationMs: DurationMs;
}

/** An attempt failed and another follows after `delayMs`. */
export interface ModuleRetried extends OfExecution, WithSchemaBefore {
  readonly type: "module.retried";
  /** How long the failed attempt took; absent when its process ended and nobody measured it. */
  readonly durationMs?: DurationMs;
  readonly error: EncodedError;
  readonly delayMs: DurationMs;
}

interface WithReuse {
  /** Why it was carried out, or its result taken over; only where there was a choice. */
  readonly reuse?: ReuseDecision;
}

export interface ModuleCompleted extends OfExecution, WithSchemaBefore, WithReuse {
  readonly type: "module.completed";
  readonly origin: CompletionOrigin;
  readonly schemaAfter: SchemaFingerprint | null;
  /** What the module did to the schema of its input, field by field. */
  readonly changes: readonly FieldChange[];
  readonly annotations: Annotations;
  readonly durationMs: DurationMs;
  /** Where the result store keeps the result. */
  readonly result: string;
}

export interface ModuleFailed extends OfExecution, WithSchemaBefore, WithReuse {
  readonly type: "module.failed";
  readonly reason: FailureReason;
  readonly error: EncodedError;
  readonly annotations: Annotations;
  readonly durationMs: DurationMs;
}

export interface ExperimentCompleted extends Numbered {
  readonly type: "experiment.completed";
  readonly experiment: number;
}

export interface ExperimentFailed extends Numbered {
  readonly type: "experiment.failed";
  readonly experiment: number;
  /** `module`: one of its executions failed. Otherwise the run ended between two of its modules. */
  readonly reason: "module" | "cancelled" | "interrupted";
}

export interface RunCompleted extends Numbered {
  readonly type: "run.completed";
  /** Of the process that ended the run; `RunState` adds up all. */
  readonly durationMs: DurationMs;
}

export interface RunFailed extends Numbered {
  readonly type: "run.failed";
  /** `error`: an execution failed. `stopped`: one failed and `onFailure` was "stop". `cancelled`, `interrupted`: from outside. */
  readonly reason: "error" | "stopped" | "cancelled" | "interrupted";
  /** Of the process that ended the run; `RunState` adds up all. */
  readonly durationMs: DurationMs;
}

/** Records about one module execution. */
export type ExecutionRecord = ModuleStarted | StepCompleted | ModuleRetried | ModuleCompleted | ModuleFailed;

/** One record of a journal. */
export type JournalRecord =
  | RunStarted
  | RunResumed
  | SchemaRecorded
  | ExperimentStarted
  | ExecutionRecord
  | ExperimentCompleted
  | ExperimentFailed
  | RunCompleted
  | RunFailed;
