import * as Effect from "effect/Effect";

import { JournalError, StoreError } from "../error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord, RunId } from "../journal/record.ts";

/** Applies the records of a stored run to a log; fails when the log refuses one, which says that the store is damaged. */
export const replay = (
  runId: RunId,
  records: Iterable<JournalRecord>,
  log: JournalLog = new JournalLog(),
): Effect.Effect<JournalLog, StoreError> =>
  Effect.try({
    try: () => {
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
