import type { StatusError } from "../error.ts";
import { noAnswer } from "../status/no-answer.ts";

/** Says that a text is no snapshot id. */
export const noSnapshotId = (snapshotId: string): StatusError =>
  noAnswer(
    "unknown-id",
    snapshotId,
    "it is no snapshot id. One reads <runId>:<number>, as status.snapshots gives them.",
  );
