import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import type { BlobFiles } from "./blob-files.ts";
import { inTransaction } from "./in-transaction.ts";

/**
 * Removes the files of values that no row refers to, one in each step: those of values that were deleted, and those
 * that were written by a process which died before it referred to them.
 *
 * Each is removed as the only writer: whoever writes a value looks for its file in the transaction that refers to it.
 */
export function* sweepFiles(database: DatabaseSync, files: BlobFiles): Generator<number> {
  const selectFile = database.prepare("SELECT 1 FROM blobs WHERE hash = ? AND file_size IS NOT NULL");
  const isNeeded = (name: string): boolean => isHash(name) && selectFile.get(Buffer.from(name, "hex")) !== undefined;
  for (const folder of foldersOf(files.folder))
    for (const name of readdirSync(folder)) {
      // Anything else is nobody's that writes here.
      if (!/^[\da-f]{64}(?:\.[\d-]+\.tmp)?$/u.test(name) || isNeeded(name)) continue;
      inTransaction(database, () => {
        if (!isNeeded(name)) rmSync(join(folder, name), { force: true });
      });
      yield 0;
    }
}

const isHash = (name: string): boolean => /^[\da-f]{64}$/u.test(name);

const foldersOf = (folder: string): readonly string[] => {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, encoding: "utf8" });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
};
