import { StoredValueError } from "../../error.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../../journal/record.ts";
import type { ResultStoreService } from "../result-store.ts";
import type { ResultTable } from "./result-table.ts";

/**
 * The results of a run, read from the file each time one is asked for. Its records say which result it is, and hold its
 * schema: what the file has in its place is refused with a StoredValueError.
 */
export const storedResults = (
  table: ResultTable,
  runId: RunId,
  records: readonly JournalRecord[],
): Pick<ResultStoreService, "get"> => {
  const schemas = new Map(
    records.flatMap((record) => (record.type === "schema.recorded" ? [[record.fingerprint, record.schema]] : [])),
  );
  const recorded = new Map<number, Pick<ModuleCompleted, "result" | "schemaAfter">>();
  for (const record of records)
    if (record.type === "module.completed" && record.result.startsWith("sha256:"))
      recorded.set(record.execution, { result: record.result, schemaAfter: record.schemaAfter });
  return {
    get: (execution) => {
      const written = recorded.get(execution);
      if (written === undefined) return undefined;
      const stored = table.read(runId, execution);
      if (stored === undefined) throw lost("it is missing");
      if (`sha256:${stored.hash}` !== written.result || stored.schema !== written.schemaAfter)
        throw lost("another one stands in its place");
      return { data: stored.data, schema: stored.schema === null ? null : (schemas.get(stored.schema) ?? null) };
    },
  };
};

const lost = (reason: string): StoredValueError =>
  new StoredValueError({ codec: "unknown", reason, remedy: "Restore the store from a copy, or run its module again" });
