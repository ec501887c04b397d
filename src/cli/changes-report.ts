import type { Change } from "../status/change.ts";
import type { Status } from "../status/status.ts";
import type { NameFilter } from "./known-names.ts";

/** The schema changes of a run, as data: what `changes --json` prints. */
export interface ChangesReport {
  readonly version: 1;
  readonly runId: string | null;
  /** What was asked for; each part must be equal. */
  readonly filter: NameFilter & { readonly type?: Change["type"] | undefined };
  /** Of the whole run, whatever the filter. */
  readonly total: number;
  /** Oldest first. */
  readonly changes: readonly Change[];
}

/** The changes that equal the filter in every given part. O(records). */
export const reportChanges = (status: Status, filter: ChangesReport["filter"]): ChangesReport => {
  const { module, experiment, key, type, field } = filter;
  return {
    version: 1,
    runId: status.runId ?? null,
    filter,
    total: status.getStatusSummary().totalChanges,
    changes: status.getChangeHistory({
      ...(module !== undefined && { moduleName: module }),
      ...(experiment !== undefined && { experimentName: experiment }),
      ...(key !== undefined && { experimentKey: key }),
      ...(type !== undefined && { type }),
      ...(field !== undefined && { field }),
    }),
  };
};
