import type { EpochMs, ExecutionRecord, JournalRecord, StepCompleted } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import type { Json, Schema } from "../schema/schema.ts";

/** What was known at one moment of one execution. */
export interface Snapshot {
  /** `<runId>:<seq>`: unique, stable, and a place in the journal to return to. */
  readonly snapshotId: string;
  readonly timestamp: EpochMs;
  /** `before` and `after` the module ran; `transition` when an attempt failed and there is no schema after. */
  readonly phase: "before" | "after" | "transition";
  readonly moduleName: string;
  readonly experimentName: string;
  /** The path from the first module to this one: `Loader[adult]_Preprocessor[scaled]`. */
  readonly experimentKey: string;
  /** `schemaBefore` is the schema of the module's input, `schemaAfter` that of its output. */
  readonly metadata: { readonly schemaBefore: Schema | null; readonly schemaAfter: Schema | null };
  /** Place in the sequence (from 0), attempt, and what the module annotated. */
  readonly context: Readonly<Record<string, Json>>;
}

/** The snapshot a record stands for; undefined for records that are none. */
export const snapshotOf = (record: JournalRecord, state: RunState): Snapshot | undefined => {
  switch (record.type) {
    case "module.started":
      return make(record, state, "before", null, {});
    case "module.completed":
      return make(record, state, "after", state.schema(record.schemaAfter), record.annotations);
    case "module.failed":
      return make(record, state, "transition", null, { ...record.annotations, reason: record.reason });
    case "module.retried":
      return make(record, state, "transition", null, { reason: "retried" });
    case "run.started":
    case "run.resumed":
    case "schema.recorded":
    case "experiment.started":
    case "step.completed":
    case "experiment.completed":
    case "experiment.failed":
    case "run.completed":
    case "run.failed":
      return undefined;
  }
};

const make = (
  record: Exclude<ExecutionRecord, StepCompleted>,
  state: RunState,
  phase: Snapshot["phase"],
  schemaAfter: Schema | null,
  context: Snapshot["context"],
): Snapshot => {
  return {
    snapshotId: `${state.started?.runId ?? ""}:${record.seq}`,
    timestamp: record.at,
    phase,
    moduleName: record.moduleName,
    experimentName: record.experimentName,
    experimentKey: state.keyOf(record.execution),
    metadata: { schemaBefore: state.schema(record.schemaBefore), schemaAfter },
    context: { ...context, position: state.planned(record.execution).depth, attempt: record.attempt },
  };
};
