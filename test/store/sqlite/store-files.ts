import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect } from "vitest";

/** What a query finds in a store file, read as another program would. */
export const rowsOf = (path: string, sql: string): readonly Readonly<Record<string, unknown>>[] => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
};

/** The files of large values beside a store, whatever their names. */
export const blobFilesOf = (path: string): readonly string[] =>
  existsSync(`${path}.blobs`)
    ? readdirSync(`${path}.blobs`, { recursive: true, withFileTypes: true, encoding: "utf8" })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** No result without its value, no value without a result, and the same of values and files. */
export const expectNothingLoose = (path: string): void => {
  const loose = {
    records: rowsOf(
      path,
      "SELECT run_id FROM records WHERE run_id NOT IN (SELECT run_id FROM runs WHERE removed_at IS NULL)",
    ),
    results: rowsOf(
      path,
      "SELECT run_id FROM results WHERE run_id NOT IN (SELECT run_id FROM runs WHERE removed_at IS NULL)",
    ),
    withoutValue: rowsOf(path, "SELECT hash FROM results WHERE hash NOT IN (SELECT hash FROM blobs)"),
    withoutResult: rowsOf(path, "SELECT hash FROM blobs WHERE hash NOT IN (SELECT hash FROM results)"),
    files: blobFilesOf(path).toSorted(),
  };
  const inFiles = rowsOf(path, "SELECT hash FROM blobs WHERE file_size IS NOT NULL").map(({ hash }) => String(hash));
  expect(loose).toEqual({
    records: [],
    results: [],
    withoutValue: [],
    withoutResult: [],
    files: inFiles.map((hash) => join(`${path}.blobs`, hash.slice(0, 2), hash)).toSorted(),
  });
};
