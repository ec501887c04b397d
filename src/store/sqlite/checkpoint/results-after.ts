import type { ModuleCompleted, RunId } from "../../../journal/record.ts";
import { stateCode } from "../../../journal/state-tally.ts";
import type { ResultStoreService } from "../../result-store.ts";
import type { ResultTable } from "../result-table.ts";
import { lost, resultOf } from "../stored-results.ts";
import type { ResumePoint } from "./resume-point.ts";

/**
 * The results of a run that goes on from a checkpoint, read from the file each time one is asked for, and so is the
 * record that tells of it. Refuses what `storedResults` does, and the result of a record that is not as it was written.
 */
export const resultsAfter = (
  table: ResultTable,
  runId: RunId,
  { checkpoint: { parts, recordAt, schemas: before }, records }: ResumePoint,
): Pick<ResultStoreService, "get"> => {
  const schemas = new Map(before);
  const after = new Map<number, ModuleCompleted>();
  for (const record of records)
    if (record.type === "schema.recorded") schemas.set(record.fingerprint, record.schema);
    else if (record.type === "module.completed") after.set(record.execution, record);
  // The columns are those of the state that goes on from here: of an execution they name the last record there is.
  const { executions, lastSeq } = parts.columns;
  const completionOf = (execution: number): ModuleCompleted | undefined => {
    const known = after.get(execution);
    if (known !== undefined || executions[execution] !== stateCode.Completed) return known;
    const record = recordAt(lastSeq[execution] ?? 0);
    if (record?.type !== "module.completed" || record.execution !== execution)
      throw lost("the record that tells of it is not as it was written");
    return record;
  };
  return {
    get: (execution) => {
      const written = completionOf(execution);
      if (written?.result.startsWith("sha256:") !== true) return undefined;
      return resultOf(table, runId, written, schemas);
    },
  };
};
