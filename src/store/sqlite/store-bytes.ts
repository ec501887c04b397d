import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** The bytes of all files of a store: the SQLite file, its log, and the files of large values. */
export const storeBytes = (path: string): number => {
  if (!existsSync(path)) return 0;
  const file = realpathSync(path);
  return sizeOf(file) + sizeOf(`${file}-wal`) + bytesIn(`${file}.blobs`);
};

const bytesIn = (folder: string): number => {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" });
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + sizeOf(join(parentPath, name)), 0);
};

/** A file that is removed meanwhile has no bytes. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
