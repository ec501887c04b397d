import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StoreError } from "../../../store-error.ts";
import type { RunId } from "../../../journal/record.ts";
import type { OwnedRun } from "../../store.ts";
import { missingRun, removedRun } from "../missing-run.ts";
import { openDatabase } from "../open-database.ts";
import { RecordTable } from "../record-table.ts";
import { storeFailure } from "../store-failure.ts";
import { CheckpointTable } from "./checkpoint-table.ts";
import { resumePoint } from "./resume-point.ts";

/**
 * A run as far as it was recorded, as whoever owned it now would go on from there: its records, those after its
 * checkpoint when it has one that fits. It is owned by nobody for that, and nothing changes.
 *
 * Single records before the checkpoint can be read while the scope is open, all of them as of one moment.
 */
export const runSoFar = (
  path: string,
  runId: RunId,
): Effect.Effect<Pick<OwnedRun, "records" | "checkpoint">, StoreError, Scope.Scope> =>
  Effect.flatMap(
    Effect.acquireRelease(
      Effect.try({
        try: () => openDatabase(path, { readOnly: true }),
        catch: (thrown) => storeFailure(path, thrown),
      }),
      (database) => Effect.sync(() => database.close()),
    ),
    (database) =>
      Effect.try({
        try: () => {
          database.exec("BEGIN");
          const removed = removedRun(database, path, runId);
          if (removed !== undefined) throw removed;
          const records = new RecordTable(database);
          const checkpoints = new CheckpointTable(database);
          const point = resumePoint({ path, database, records, checkpoints }, runId);
          if (point !== undefined) return { records: point.records, checkpoint: point.checkpoint };
          const all = records.read(runId);
          if (all.length === 0) throw missingRun(database, path, runId);
          return { records: all };
        },
        catch: (thrown) => storeFailure(path, thrown),
      }),
  );
