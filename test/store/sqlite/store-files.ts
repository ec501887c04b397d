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

/** Changes a store file as another program would; `flip(bytes, place, bit)` gives bytes of which one bit is another. */
export const changeStore = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.function("flip", { deterministic: true }, (bytes, place, bit) => {
    const flipped = Uint8Array.from(bytes instanceof Uint8Array ? bytes : []);
    flipped[Number(place)] = (flipped[Number(place)] ?? 0) ^ (1 << Number(bit));
    return flipped;
  });
  try {
    database.exec(sql);
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
    batches: rowsOf(path, "SELECT run FROM batches WHERE run NOT IN (SELECT no FROM runs WHERE removed_at IS NULL)"),
    results: rowsOf(path, "SELECT run FROM results WHERE run NOT IN (SELECT no FROM runs WHERE removed_at IS NULL)"),
    checkpoints: rowsOf(
      path,
      "SELECT run FROM checkpoints WHERE run NOT IN (SELECT no FROM runs WHERE state = 'InProgress' AND removed_at IS NULL)",
    ),
    withoutValue: rowsOf(path, "SELECT blob FROM results WHERE blob NOT IN (SELECT no FROM blobs)"),
    withoutResult: rowsOf(path, "SELECT no FROM blobs WHERE no NOT IN (SELECT blob FROM results)"),
    files: blobFilesOf(path).toSorted(),
  };
  const inFiles = rowsOf(path, "SELECT lower(hex(hash)) AS hash FROM blobs WHERE file_size IS NOT NULL").map(
    ({ hash }) => String(hash),
  );
  expect(loose).toEqual({
    batches: [],
    checkpoints: [],
    results: [],
    withoutValue: [],
    withoutResult: [],
    files: inFiles.map((hash) => join(`${path}.blobs`, hash.slice(0, 2), hash)).toSorted(),
  });
};
