import { StoredValueError } from "../../store-error.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../../journal/record.ts";
import type { SchemaFingerprint } from "../../schema/fingerprint-schema.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Tracked } from "../../workflow/module.ts";
import type { ResultStoreService } from "../result-store.ts";
import type { RecordTable } from "./record-table.ts";
import type { ResultTable, ToldResult } from "./result-table.ts";

/**
 * The results of a run, read from the file each time one is asked for. Its records say which result it is, and hold its
 * schema: what the file has in its place is refused with a StoredValueError.
 *
 * The records known at first are read again when there are more of them and a result is asked for that they do not
 * name: a run may be read beside its owner. O(records).
 */
export const storedResults = (
  table: ResultTable,
  records: RecordTable,
  runId: RunId,
  known: readonly JournalRecord[],
): Pick<ResultStoreService, "get"> => {
  const schemas = new Map<SchemaFingerprint, Schema>();
  const recorded = new Map<number, WrittenResult>();
  let count = 0;
  const learn = (read: readonly JournalRecord[]): void => {
    for (const record of read.slice(count))
      if (record.type === "schema.recorded") schemas.set(record.fingerprint, record.schema);
      else if (record.type === "module.completed" && record.result.startsWith("sha256:"))
        recorded.set(record.execution, writtenResult(record));
    count = read.length;
  };
  learn(known);
  return {
    get: (execution) => {
      if (!recorded.has(execution) && records.lastBatch(runId) > count) learn(records.read(runId));
      const written = recorded.get(execution);
      return written && resultOf(table, runId, written, schemas);
    },
  };
};

/** What a record tells of a result, and of its schema. */
export type WrittenResult = ToldResult & Pick<ModuleCompleted, "schemaAfter">;

const writtenResult = ({ execution, seq, result, schemaAfter }: ModuleCompleted): WrittenResult => ({
  execution,
  seq,
  result,
  schemaAfter,
});

/** The stored result of an execution, as its record tells of it; throws a StoredValueError for another one, and for none. */
export const resultOf = (
  table: ResultTable,
  runId: RunId,
  written: WrittenResult,
  schemas: ReadonlyMap<SchemaFingerprint, Schema>,
): Tracked<unknown> => {
  const { result, schemaAfter } = written;
  const stored = table.readTold(runId, written);
  if (stored === undefined) throw lost("it is missing");
  if (`sha256:${stored.hash}` !== result) throw lost("another one stands in its place");
  return { data: stored.data, schema: schemaAfter === null ? null : (schemas.get(schemaAfter) ?? null) };
};

export const lost = (reason: string): StoredValueError =>
  new StoredValueError({ codec: "unknown", reason, remedy: "Restore the store from a copy, or run its module again" });
