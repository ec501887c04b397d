import type { CompletionOrigin, FailureReason } from "../../machines/lifecycle.ts";
import { encodeError } from "../journal/encoded-error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import type {
  Annotations,
  DurationMs,
  EpochMs,
  JournalRecord,
  ModuleCompleted,
  ModuleFailed,
} from "../journal/record.ts";
import type { ReuseDecision } from "../journal/reuse-decision.ts";
import type { FieldChange } from "../schema/field-change.ts";
import { fingerprintSchema, type SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";
import type { ResultRef } from "../store/result-store.ts";

/** The execution a record is about. */
export interface ExecutionSubject {
  readonly execution: number;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly attempt: number;
  readonly schemaBefore: Schema | null;
}

/** A finished step of an execution. */
export interface FinishedStep {
  readonly step: string;
  readonly state: "Completed" | "Failed";
  readonly at: EpochMs;
  readonly durationMs: DurationMs;
}

/** What is recorded with the end of any execution. */
export interface ExecutionEnd {
  readonly steps: readonly FinishedStep[];
  readonly annotations: Annotations;
  readonly durationMs: DurationMs;
  /** The experiment that ends with this execution, if it does. */
  readonly endsExperiment: number | undefined;
  /** Why it was carried out or taken over; undefined where there was no choice. */
  readonly reuse: ReuseDecision | undefined;
}

/** What is recorded with a completed execution. */
export interface CompletedEnd extends ExecutionEnd {
  readonly origin: CompletionOrigin;
  readonly schemaAfter: Schema | null;
  readonly changes: readonly FieldChange[];
}

/** What is recorded with a failed execution. */
export interface FailedEnd extends ExecutionEnd {
  readonly reason: FailureReason;
  readonly thrown: unknown;
}

/** What is recorded with an attempt that is followed by another. */
export interface RetriedEnd {
  readonly steps: readonly FinishedStep[];
  readonly durationMs: DurationMs;
  readonly delayMs: DurationMs;
  readonly thrown: unknown;
}

/** Equal schemas that were described one by one are as many objects: they must not all be held for the sake of a few. */
const mostRemembered = 256;

/** The number and time of a record. */
export type RecordHead = Pick<JournalRecord, "seq" | "at">;

/**
 * Records being built for one append: numbered from the log's end, at one moment, and free of secrets.
 *
 * Execution records are written out field by field: built by spreading, a record takes about twice the memory.
 */
export class RecordBatch {
  readonly records: JournalRecord[] = [];
  /** Schemas on record, or recorded with this batch. */
  readonly #known = new Map<Schema, SchemaFingerprint>();
  /** What was asked for last: an execution reads what the one before it put out. */
  #lastSchema: Schema | undefined;
  #lastFingerprint: SchemaFingerprint | undefined;
  #at: EpochMs;
  #after: number;
  readonly #log: JournalLog;
  readonly #hidden: RecordRedaction | undefined;

  constructor(log: JournalLog, at: EpochMs, hidden?: RecordRedaction) {
    this.#after = log.state.seq;
    this.#at = at;
    this.#log = log;
    this.#hidden = hidden;
  }

  get at(): EpochMs {
    return this.#at;
  }

  /** Begins the next batch in the place of this one, whose records are on record and told. */
  next(at: EpochMs): void {
    this.records.length = 0;
    this.#after = this.#log.state.seq;
    this.#at = at;
  }

  add(make: (head: RecordHead) => JournalRecord): void {
    this.records.push(make({ seq: this.#nextSeq(), at: this.at }));
  }

  executionStarted(subject: ExecutionSubject, queuedMs: DurationMs | undefined): void {
    const schemaBefore = this.#refer(subject.schemaBefore);
    const started = {
      seq: this.#nextSeq(),
      at: this.at,
      type: "module.started",
      execution: subject.execution,
      moduleName: subject.moduleName,
      experimentName: subject.experimentName,
      attempt: subject.attempt,
      schemaBefore,
    } as const;
    this.records.push(queuedMs === undefined ? started : { ...started, queuedMs });
  }

  executionCompleted(subject: ExecutionSubject, end: CompletedEnd, result: ResultRef): void {
    this.#addSteps(subject, end.steps);
    const schemaBefore = this.#refer(subject.schemaBefore);
    const schemaAfter = this.#refer(end.schemaAfter);
    const record: ModuleCompleted = {
      seq: this.#nextSeq(),
      at: this.at,
      type: "module.completed",
      execution: subject.execution,
      moduleName: subject.moduleName,
      experimentName: subject.experimentName,
      attempt: subject.attempt,
      origin: end.origin,
      schemaBefore,
      schemaAfter,
      changes: this.#hidden?.changes(end.changes) ?? end.changes,
      annotations: this.#hidden?.annotations(end.annotations) ?? end.annotations,
      durationMs: end.durationMs,
      result: this.#hidden?.result(result) ?? result,
    };
    this.records.push(
      end.reuse === undefined ? record : { ...record, reuse: this.#hidden?.decision(end.reuse) ?? end.reuse },
    );
  }

  executionFailed(subject: ExecutionSubject, end: FailedEnd): void {
    this.#addSteps(subject, end.steps);
    const schemaBefore = this.#refer(subject.schemaBefore);
    const record: ModuleFailed = {
      seq: this.#nextSeq(),
      at: this.at,
      type: "module.failed",
      execution: subject.execution,
      moduleName: subject.moduleName,
      experimentName: subject.experimentName,
      attempt: subject.attempt,
      schemaBefore,
      reason: end.reason,
      error: encodeError(end.thrown, this.#hidden?.redaction),
      annotations: this.#hidden?.annotations(end.annotations) ?? end.annotations,
      durationMs: end.durationMs,
    };
    this.records.push(
      end.reuse === undefined ? record : { ...record, reuse: this.#hidden?.decision(end.reuse) ?? end.reuse },
    );
  }

  executionRetried(subject: ExecutionSubject, end: RetriedEnd): void {
    this.#addSteps(subject, end.steps);
    const schemaBefore = this.#refer(subject.schemaBefore);
    this.records.push({
      seq: this.#nextSeq(),
      at: this.at,
      type: "module.retried",
      execution: subject.execution,
      moduleName: subject.moduleName,
      experimentName: subject.experimentName,
      attempt: subject.attempt,
      schemaBefore,
      error: encodeError(end.thrown, this.#hidden?.redaction),
      durationMs: end.durationMs,
      delayMs: end.delayMs,
    });
  }

  /** Another attempt of an execution that was in progress when its process ended. */
  retryInterrupted(execution: number): void {
    const { state } = this.#log;
    const { moduleName, experimentName, parent } = state.planned(execution);
    this.records.push({
      seq: this.#nextSeq(),
      at: this.at,
      type: "module.retried",
      execution,
      moduleName,
      experimentName,
      attempt: state.attempt(execution),
      schemaBefore: parent === undefined ? null : state.schemaAfter(parent),
      error: { name: "Interrupted", message: "the process ended while the module was in progress" },
      delayMs: 0,
    });
  }

  #addSteps(subject: ExecutionSubject, steps: readonly FinishedStep[]): void {
    for (const { step, state, at, durationMs } of steps)
      this.records.push({
        seq: this.#nextSeq(),
        at,
        type: "step.completed",
        execution: subject.execution,
        moduleName: subject.moduleName,
        experimentName: subject.experimentName,
        attempt: subject.attempt,
        step: this.#hidden?.redaction.text(step) ?? step,
        state,
        durationMs,
      });
  }

  /** The fingerprint of a schema that was referred to lately, and so is on record; undefined of any other. */
  recorded(schema: Schema | null): SchemaFingerprint | null | undefined {
    if (schema === null) return null;
    if (schema === this.#lastSchema) return this.#lastFingerprint;
    const fingerprint = this.#known.get(schema);
    if (fingerprint === undefined) return undefined;
    this.#lastSchema = schema;
    this.#lastFingerprint = fingerprint;
    return fingerprint;
  }

  /** The fingerprint of a schema, which is recorded first when the journal does not hold it yet. */
  #refer(schema: Schema | null): SchemaFingerprint | null {
    const known = this.recorded(schema);
    if (schema === null || known != null) return known ?? null;
    const fingerprint = fingerprintSchema(schema);
    if (this.#known.size === mostRemembered) this.#known.clear();
    this.#known.set(schema, fingerprint);
    if (!this.#log.state.knowsSchema(fingerprint) && !this.#recordsHere(fingerprint))
      this.records.push({ seq: this.#nextSeq(), at: this.at, type: "schema.recorded", fingerprint, schema });
    return fingerprint;
  }

  #recordsHere(fingerprint: SchemaFingerprint): boolean {
    return this.records.some((record) => record.type === "schema.recorded" && record.fingerprint === fingerprint);
  }

  #nextSeq(): number {
    return this.#after + this.records.length + 1;
  }
}
