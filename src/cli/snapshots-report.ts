import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { Snapshot } from "../status/snapshot.ts";
import type { Status } from "../status/status.ts";
import type { NameFilter } from "./known-names.ts";

/** The snapshots of a run, as data: what `snapshots --json` prints. */
export interface SnapshotsReport {
  readonly version: 1;
  readonly runId: string | null;
  /** What was asked for; each part must be equal. */
  readonly filter: Omit<NameFilter, "field"> & { readonly phase?: Snapshot["phase"] | undefined };
  /** Of the whole run, whatever the filter. */
  readonly total: number;
  /** How many of them equal the filter. */
  readonly found: number;
  /** The newest of those, oldest first. */
  readonly snapshots: readonly (Snapshot & { readonly state: LifecycleState })[];
}

/**
 * The snapshots that equal the filter in every given part, with the state the execution is in from then on; the newest
 * `limit` of them. O(records).
 */
export const reportSnapshots = (
  status: Status,
  filter: SnapshotsReport["filter"],
  limit = Number.POSITIVE_INFINITY,
): SnapshotsReport => {
  const { module, experiment, key, phase } = filter;
  const snapshots = status.getSnapshots({
    ...(module !== undefined && { moduleName: module }),
    ...(experiment !== undefined && { experimentName: experiment }),
    ...(key !== undefined && { experimentKey: key }),
    ...(phase !== undefined && { phase }),
  });
  return {
    version: 1,
    runId: status.runId ?? null,
    filter,
    total: status.getStatusSummary().totalSnapshots,
    found: snapshots.length,
    snapshots: snapshots
      .slice(-limit)
      .map((snapshot) => Object.assign({ ...snapshot }, { state: stateAfter(snapshot) })),
  };
};

const stateAfter = ({ phase, context }: Snapshot): LifecycleState => {
  switch (phase) {
    case "before":
      return "InProgress";
    case "after":
      return "Completed";
    case "transition":
      return context["reason"] === "retried" ? "InProgress" : "Failed";
  }
};
