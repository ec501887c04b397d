import { StatusError } from "../error.ts";

/** Says that a text is no snapshot id. */
export const noSnapshotId = (snapshotId: string): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: snapshotId,
    detail: "it is no snapshot id. One reads <runId>:<number>, as status.snapshots gives them.",
  });
