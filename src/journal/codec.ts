import * as Result from "effect/Result";
import * as S from "effect/Schema";

import { JournalError } from "./journal-error.ts";
import { SchemaError } from "../schema/schema-error.ts";
import { decodeSchema } from "../schema/decode-schema.ts";
import type { FieldChange } from "../schema/field-change.ts";
import { fingerprintSchema, type SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { EncodedError } from "./encoded-error.ts";
import { type JournalRecord, journalVersion, type RunId } from "./record.ts";
import { ReuseDecisionSchema } from "./reuse-decision-codec.ts";

const Seq = S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(1)));
const Index = S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(0)));
const Duration = S.Finite.pipe(S.check(S.isGreaterThanOrEqualTo(0)));
const numbered = { seq: Seq, at: S.Finite };
const ofExecution = {
  ...numbered,
  execution: Index,
  moduleName: S.String,
  experimentName: S.String,
  attempt: S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(1))),
};
const Fingerprint = S.String.pipe(S.check(S.isPattern(/^[0-9a-f]{64}$/u)));
const schemaBefore = { schemaBefore: S.NullOr(Fingerprint) };
const Annotations = S.Record(S.String, S.Json);

interface EncodedErrorSchema extends S.Codec<EncodedError> {}
const Encoded: EncodedErrorSchema = S.Struct({
  name: S.String,
  message: S.String,
  stack: S.optionalKey(S.String),
  cause: S.optionalKey(S.suspend((): EncodedErrorSchema => Encoded)),
  errors: S.optionalKey(S.Array(S.suspend((): EncodedErrorSchema => Encoded))),
  data: S.optionalKey(S.Json),
});

// A change is made by diffSchemas and only shown again: its envelope is checked, its before and after are any JSON.
const Change = S.Struct({
  type: S.Literals(["CREATE", "UPDATE", "DELETE", "TRANSFORM"]),
  target: S.Union([
    S.Struct({ kind: S.Literal("dataset") }),
    S.Struct({
      kind: S.Literal("field"),
      path: S.Array(S.String),
      occurrences: S.optionalKey(S.Array(Index)),
    }),
  ]),
  before: S.Json,
  after: S.Json,
  aspects: S.optionalKey(S.Array(S.String)),
  grade: S.optionalKey(S.Literals(["widen", "narrow", "cast"])),
  verdict: S.Literals(["additive", "compatible", "breaking"]),
  derivedFrom: S.optionalKey(S.Array(S.String)),
});

const withReuse = { reuse: S.optionalKey(ReuseDecisionSchema) };

const Record = S.Union([
  S.Struct({
    ...numbered,
    type: S.Literal("run.started"),
    version: S.Literal(journalVersion),
    runId: S.NonEmptyString,
    workflow: S.String,
    modules: S.Array(S.Struct({ moduleName: S.String, experiments: S.Array(S.String) })),
    params: S.optionalKey(S.Array(S.Array(S.NullOr(S.String)))),
    origin: S.optionalKey(S.Struct({ runId: S.NonEmptyString, seq: Seq })),
    concurrency: S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(1))),
    onFailure: S.Literals(["continue", "stop"]),
  }),
  S.Struct({
    ...numbered,
    type: S.Literal("run.resumed"),
    concurrency: S.Int.pipe(S.check(S.isGreaterThanOrEqualTo(1))),
  }),
  S.Struct({ ...numbered, type: S.Literal("schema.recorded"), fingerprint: Fingerprint, schema: S.Json }),
  S.Struct({ ...numbered, type: S.Literal("experiment.started"), experiment: Index }),
  S.Struct({
    ...ofExecution,
    ...schemaBefore,
    type: S.Literal("module.started"),
    queuedMs: S.optionalKey(Duration),
  }),
  S.Struct({
    ...ofExecution,
    type: S.Literal("step.completed"),
    step: S.String,
    state: S.Literals(["Completed", "Failed"]),
    durationMs: Duration,
  }),
  S.Struct({
    ...ofExecution,
    ...schemaBefore,
    type: S.Literal("module.retried"),
    durationMs: S.optionalKey(Duration),
    error: Encoded,
    delayMs: Duration,
  }),
  S.Struct({
    ...ofExecution,
    ...schemaBefore,
    type: S.Literal("module.completed"),
    origin: S.Literals(["executed", "reused"]),
    schemaAfter: S.NullOr(Fingerprint),
    changes: S.Array(Change),
    annotations: Annotations,
    durationMs: Duration,
    result: S.String,
    ...withReuse,
  }),
  S.Struct({
    ...ofExecution,
    ...schemaBefore,
    type: S.Literal("module.failed"),
    reason: S.Literals(["error", "timeout", "cancelled", "interrupted"]),
    error: Encoded,
    annotations: Annotations,
    durationMs: Duration,
    ...withReuse,
  }),
  S.Struct({ ...numbered, type: S.Literal("experiment.completed"), experiment: Index }),
  S.Struct({
    ...numbered,
    type: S.Literal("experiment.failed"),
    experiment: Index,
    reason: S.Literals(["module", "cancelled", "interrupted"]),
  }),
  S.Struct({ ...numbered, type: S.Literal("run.completed"), durationMs: Duration }),
  S.Struct({
    ...numbered,
    type: S.Literal("run.failed"),
    reason: S.Literals(["error", "stopped", "cancelled", "interrupted"]),
    durationMs: Duration,
  }),
]);

type DecodedRecord = typeof Record.Type;

const decodeShape = S.decodeUnknownResult(Record);

/**
 * Decodes one record; throws a JournalError that says what is wrong with it.
 *
 * Whether it may follow the records before it is the fold's to say: see `Status.fromJournal`. Properties that this
 * version does not know are dropped.
 *
 * @example
 * ```ts
 * decodeRecord({ seq: 2, at: 1700000000000, type: "experiment.started", experiment: 0 }).type; // => "experiment.started"
 * ```
 */
export const decodeRecord = (value: unknown): JournalRecord => {
  const decoded = decodeShape(value);
  if (Result.isFailure(decoded)) throw malformed(value, foreignRecord(value) ?? decoded.failure.message);
  return toRecord(decoded.success);
};

/** Says in a sentence what the union of all records would say in a page: an unknown type, or another version. */
const foreignRecord = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null || !("type" in value)) return "it is no record";
  if (!recordTypes.has(value.type)) return `there is no record of type ${JSON.stringify(value.type)}`;
  if (value.type === "run.started" && "version" in value && value.version !== journalVersion)
    return `the journal has version ${JSON.stringify(value.version)}`;
  return undefined;
};

const recordTypes = new Set<unknown>(Record.members.map((member) => member.fields.type.literal));

const toRecord = (decoded: DecodedRecord): JournalRecord => {
  switch (decoded.type) {
    case "run.started":
      return {
        ...decoded,
        runId: decoded.runId as RunId,
        ...(decoded.origin && { origin: { ...decoded.origin, runId: decoded.origin.runId as RunId } }),
      } as JournalRecord;
    case "schema.recorded":
      return decodeSchemaRecord(decoded);
    case "module.started":
    case "module.retried":
    case "module.failed":
      return { ...decoded, schemaBefore: decoded.schemaBefore as SchemaFingerprint | null };
    case "module.completed":
      return {
        ...decoded,
        schemaBefore: decoded.schemaBefore as SchemaFingerprint | null,
        schemaAfter: decoded.schemaAfter as SchemaFingerprint | null,
        changes: decoded.changes as readonly unknown[] as readonly FieldChange[],
      };
    case "run.resumed":
    case "experiment.started":
    case "step.completed":
    case "experiment.completed":
    case "experiment.failed":
    case "run.completed":
    case "run.failed":
      return decoded;
  }
};

/** A stored schema must be what its fingerprint says: everything else in the journal refers to it by that. */
const decodeSchemaRecord = (decoded: Extract<DecodedRecord, { type: "schema.recorded" }>): JournalRecord => {
  try {
    const schema = decodeSchema(decoded.schema);
    const fingerprint = fingerprintSchema(schema);
    if (fingerprint !== decoded.fingerprint)
      throw malformed(decoded, `the schema's fingerprint is ${fingerprint}, the record says ${decoded.fingerprint}`);
    return { ...decoded, schema, fingerprint };
  } catch (thrown) {
    if (thrown instanceof SchemaError) throw malformed(decoded, thrown.message);
    throw thrown;
  }
};

const malformed = (value: unknown, message: string): JournalError => {
  const seq = typeof value === "object" && value !== null && "seq" in value ? Number(value.seq) : Number.NaN;
  return new JournalError({
    seq: Number.isFinite(seq) ? seq : 0,
    reason: message.replaceAll(/\s*\n\s*/gu, " "),
    remedy: `This library reads journals of version ${journalVersion}, as it wrote them.`,
  });
};

/**
 * The line of a record in a journal file: JSON without its newline.
 *
 * @example
 * ```ts
 * encodeRecord({ seq: 9, at: 1700000000000, type: "run.completed", durationMs: 12.5 });
 * // => '{"seq":9,"at":1700000000000,"type":"run.completed","durationMs":12.5}'
 * ```
 */
export const encodeRecord = (record: JournalRecord): string => JSON.stringify(record);
