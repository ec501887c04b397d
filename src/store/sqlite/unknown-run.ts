import { StoreError } from "../../error.ts";

/** A store was asked for a run it does not hold. */
export const unknownRun = (path: string, runId: string): StoreError =>
  new StoreError({
    reason: "unknown-run",
    subject: path,
    detail: `it holds no run ${runId}. List the runs it holds.`,
    cause: undefined,
  });
