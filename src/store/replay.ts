import * as Effect from "effect/Effect";

import { JournalError } from "../journal/journal-error.ts";
import { StoreError } from "../store-error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord, RunId } from "../journal/record.ts";
import type { RunCheckpoint } from "../journal/run-checkpoint.ts";

/**
 * Applies the records of a stored run to a log, those after a checkpoint when there is one; fails when the log refuses one,
 * which says that the store is damaged.
 */
export const replay = (
  runId: RunId,
  records: Iterable<JournalRecord>,
  log: JournalLog = new JournalLog(),
  checkpoint?: RunCheckpoint,
): Effect.Effect<JournalLog, StoreError> =>
  Effect.try({
    try: () => {
      if (checkpoint !== undefined) log.goOnFrom(checkpoint);
      for (const record of records) log.append(record);
      return log;
    },
    catch: (cause) =>
      new StoreError({
        reason: "damaged",
        subject: `run ${runId}`,
        detail: `its journal is not legal: ${cause instanceof JournalError ? cause.message : String(cause)}`,
        cause,
      }),
  });
