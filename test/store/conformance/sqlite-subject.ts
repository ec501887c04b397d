import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { sqliteStore, type SqliteStoreOptions } from "../../../src/store/sqlite/index.ts";
import type { StoreSubject } from "../../../src/testing/store-subject.ts";

// In memory where there is such a folder: closing a file waits for the disk, and thousands are closed.
const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const newFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(parent, "conformance-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true })),
);

/** The file with its WAL, its shared memory and its locks, byte for byte: what `kill -9` leaves at this moment. */
const subjectIn = (folder: string, options: SqliteStoreOptions): StoreSubject => ({
  open: sqliteStore(join(folder, "runs.db"), options),
  crashed: Effect.map(newFolder, (copy) => {
    cpSync(folder, copy, { recursive: true });
    return subjectIn(copy, options);
  }),
});

/** A store file that is not there yet, in a folder of its own. */
export const sqliteSubject: Effect.Effect<StoreSubject, never, Scope.Scope> = Effect.map(newFolder, (folder) =>
  subjectIn(folder, {}),
);

/** The same, with checkpoints of runs of a few executions. */
export const checkpointingSubject: typeof sqliteSubject = Effect.map(newFolder, (folder) =>
  subjectIn(folder, { checkpointRecords: 3 }),
);
