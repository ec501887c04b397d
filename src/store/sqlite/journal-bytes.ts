import type * as Effect from "effect/Effect";

import type { StoreError } from "../../error.ts";
import type { RunId } from "../../journal/record.ts";
import { missingRun, removedRun } from "./missing-run.ts";
import { readDatabase } from "./read-database.ts";
import { storedRows } from "./stored-rows.ts";

/** The journal file of a stored run, as bytes: one record per line, exactly as it was written. */
export const journalBytes = (path: string, runId: string): Effect.Effect<Uint8Array, StoreError> =>
  readDatabase(path, (database) => {
    const lines = Array.from(storedRows(database, runId as RunId), ({ body }) => body);
    const removed = removedRun(database, path, runId);
    if (removed !== undefined || lines.length === 0) throw removed ?? missingRun(database, path, runId);
    return Buffer.concat(lines.flatMap((line) => [line, newline]));
  });

const newline = Buffer.from("\n");
