import type { JournalRecord, RunId } from "../../journal/record.ts";
import type { ResultStoreService } from "../result-store.ts";
import type { ResultTable } from "./result-table.ts";

/** The results of a run, read from the file each time one is asked for; their schemas are in its records. */
export const storedResults = (
  table: ResultTable,
  runId: RunId,
  records: readonly JournalRecord[],
): Pick<ResultStoreService, "get"> => {
  const schemas = new Map(
    records.flatMap((record) => (record.type === "schema.recorded" ? [[record.fingerprint, record.schema]] : [])),
  );
  return {
    get: (execution) => {
      const stored = table.read(runId, execution);
      if (stored === undefined) return undefined;
      return { data: stored.data, schema: stored.schema === null ? null : (schemas.get(stored.schema) ?? null) };
    },
  };
};
