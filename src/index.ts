/** runstate: know what ran, what failed, what changed and how long it took. */
export { ConfigError, type ConfigIssue, StatusError, type TextPosition } from "./error.ts";
export { JournalError } from "./journal/journal-error.ts";
export { NotTransferable } from "./engine/not-transferable.ts";
export { PatchConflict } from "./schema/patch-conflict.ts";
export { SchemaError } from "./schema/schema-error.ts";
export { WorkerCrashed } from "./engine/worker-crashed.ts";
export { NotStorable, StoredValueError, StoreError, StoreLocked } from "./store-error.ts";

// Defining and configuring a workflow
export { defineWorkflow, type ModuleType, type Workflow, type WorkflowDefinition } from "./workflow/define-workflow.ts";
export { type FileModule, type FileRun, fromFile } from "./workflow/from-file.ts";
export type { AnyModule, ModuleArgs, ModuleRun, Repetition, Tracked } from "./workflow/module.ts";
export type { ModulePolicy, RetryTimes } from "./workflow/module-policy.ts";
export type { ResourceAmounts } from "./workflow/resources.ts";
export type { Dependencies, ReusePolicy } from "./workflow/reuse-policy.ts";
export type { ParamsSchema } from "./workflow/params-schema.ts";
export type { ConfigFor, ConfigLiteral, ExperimentKeyOf } from "./workflow/workflow-config.ts";
export type { ConfigEntries, ConfigInput, ConfigOptions } from "./workflow/config.ts";
export type { ConfigDocument } from "./workflow/config-document.ts";
export { secret } from "./workflow/secret.ts";
export type { SecretOptions } from "./workflow/secret-keys.ts";
export { parseConfigYaml, type YamlOptions } from "./workflow/config-yaml.ts";
export { readConfigFile } from "./workflow/config-file.ts";
export { fromPetsardConfig } from "./workflow/petsard-config.ts";
export {
  type Plan,
  planConfig,
  type PlannedExecution,
  type PlannedExperiment,
  type PlanOptions,
} from "./workflow/plan.ts";
export { experimentKey, type ExperimentPath, parseExperimentKey, type PathStep } from "./workflow/experiment-key.ts";

// Running it
export type { Engine } from "./executor/engine.ts";
export type { ExecutorOptions, RunOptions } from "./executor/executor-options.ts";
export { Executor, type ResultsOf } from "./executor/executor.ts";
export type { Observer, ObserverFailure } from "./executor/observers.ts";
export type { RunOutcome } from "./executor/outcome.ts";
export { EffectFailure, fromEffect } from "./executor/from-effect.ts";

// Knowing everything about it
export { type LoadOptions, loadStatus, loadStatusEffect } from "./status/load-status.ts";
export { Status } from "./status/status-from-journal.ts";
export type { ChangeFilter, SnapshotFilter } from "./status/status.ts";
export type { Change } from "./status/change.ts";
export type { ExecutionView, Failure } from "./status/execution-view.ts";
export type { MetadataStage } from "./status/metadata-evolution.ts";
export type { Snapshot } from "./status/snapshot.ts";
export type { StatusSummary } from "./status/status-summary.ts";
export {
  type TimingColumn,
  type TimingFilter,
  type TimingGroup,
  type TimingRecord,
  TimingTable,
} from "./status/timing.ts";
export type { StateCounts } from "./journal/state-tally.ts";

// Keeping it
export { contentHash } from "./store/value-codec/content-hash.ts";
export { decodeValue, type DecodeOptions } from "./store/value-codec/decode-value.ts";
export { encodeValue, type EncodeOptions } from "./store/value-codec/encode-value.ts";
export type { EncodedValue } from "./store/value-codec/encoded-value.ts";
export type { ValueCodec } from "./store/value-codec/value-codec.ts";
export { memoryStore } from "./store/memory-store.ts";
export type { ResultRef, ResultStoreService } from "./store/result-store.ts";
export type { EarlierResult } from "./store/earlier-result.ts";
export type { OwnedRun, StoredRun, StoreService } from "./store/store.ts";

// The journal
export { decodeRecord, encodeRecord } from "./journal/codec.ts";
export type { EncodedError } from "./journal/encoded-error.ts";
export { type ParsedJournal, parseJournal } from "./journal/parse-journal.ts";
export type { JournalRecord, RunId } from "./journal/record.ts";
export type {
  ChangedPart,
  CompletionRef,
  ContentRef,
  ReuseDecision,
  ReuseKey,
  ReuseReason,
  RunCause,
} from "./journal/reuse-decision.ts";

// Schemas and their changes
export { applySchemaPatch } from "./schema/apply-schema-patch.ts";
export type { ChangeHints } from "./schema/change-hints.ts";
export { columnFingerprints, type ContentFingerprint, contentFingerprint } from "./schema/content-fingerprint.ts";
export { decodeSchema } from "./schema/decode-schema.ts";
export { decodeSchemaPatch } from "./schema/decode-schema-patch.ts";
export { describeSchema, type DescribeOptions } from "./schema/describe-schema.ts";
export { diffSchemas, type SchemaDiff } from "./schema/diff-schemas.ts";
export type { ChangeAspect, ChangeVerdict, DatasetTarget, FieldChange, FieldTarget } from "./schema/field-change.ts";
export {
  equalSchemas,
  fingerprintSchema,
  type SchemaFingerprint,
  structureFingerprint,
  type StructureFingerprint,
} from "./schema/fingerprint-schema.ts";
export type { DescribeLevel, FrameAdapter } from "./schema/frame-adapter.ts";
export type { TypeGrade } from "./schema/grade-type-change.ts";
export { invertSchemaPatch } from "./schema/invert-schema-patch.ts";
export type { Field, FieldStats, Json, Scalar, Schema } from "./schema/schema.ts";
export type { SchemaPatch } from "./schema/schema-patch.ts";
