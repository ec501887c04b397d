import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { expect } from "vitest";

import { sqliteStore } from "../../../src/store/sqlite/index.ts";

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

/** The results that records of unfinished runs tell of. */
const toldOf = (path: string): ReadonlySet<string> => {
  const told = Effect.gen(function* () {
    const store = yield* sqliteStore(path, { readOnly: true });
    const unfinished = (yield* store.runs).filter(({ state }) => state === "InProgress");
    return yield* Effect.forEach(unfinished, ({ runId }) => store.records(runId));
  });
  const records = Effect.runSync(Effect.scoped(told)).flat();
  return new Set(records.flatMap((record) => (record.type === "module.completed" ? [record.result] : [])));
};

/**
 * No result without its value, no value without a result, and the same of values and files. Results of runs that go on
 * are referred to later than their records tell of them.
 */
export const expectNothingLoose = (path: string): void => {
  const told = toldOf(path);
  const loose = {
    batches: rowsOf(path, "SELECT run FROM batches WHERE run NOT IN (SELECT no FROM runs WHERE removed_at IS NULL)"),
    results: rowsOf(path, "SELECT run FROM results WHERE run NOT IN (SELECT no FROM runs WHERE removed_at IS NULL)"),
    checkpoints: rowsOf(
      path,
      "SELECT run FROM checkpoints WHERE run NOT IN (SELECT no FROM runs WHERE state = 'InProgress' AND removed_at IS NULL)",
    ),
    withoutValue: rowsOf(path, "SELECT blob FROM results WHERE blob NOT IN (SELECT no FROM blobs)"),
    withoutResult: rowsOf(
      path,
      "SELECT lower(hex(hash)) AS hash FROM blobs WHERE no NOT IN (SELECT blob FROM results)",
    ).filter(({ hash }) => !told.has(`sha256:${String(hash)}`)),
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
