/** Store files to be damaged, and their bytes. */
import { closeSync, copyFileSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { integer, noBias, sample } from "fast-check";

import { referenceExecutor } from "../crash/reference-run.ts";

/** A store with two finished runs, and room of a third that was deleted; its log is empty. */
export const checkpointedStore = async (folder: string): Promise<string> => {
  const path = join(folder, "checkpointed.db");
  const run = { path, calls: join(folder, "calls"), concurrency: 1 };
  await referenceExecutor({ ...run, runId: "r1" }).run();
  await referenceExecutor({ ...run, runId: "gone", ballast: 9000 }).run();
  await referenceExecutor({ ...run, runId: "r2" }).run();
  const database = new DatabaseSync(path);
  database.exec(`CREATE TEMP TABLE gone AS SELECT no FROM runs WHERE run_id = 'gone';
    DELETE FROM batches WHERE run IN gone; DELETE FROM runs WHERE no IN gone; DELETE FROM results WHERE run IN gone;
    DELETE FROM blobs WHERE no NOT IN (SELECT blob FROM results); PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
  return path;
};

/** A store as a killed process leaves it: all there is of a run, which had ended, is in its log. */
export const storeInLog = async (folder: string): Promise<string> => {
  const path = join(folder, "in-log.db");
  const live = join(folder, "live.db");
  const executor = referenceExecutor({ path: live, calls: join(folder, "calls"), concurrency: 1, runId: "r1" });
  executor.observe(({ type }) => {
    if (type !== "run.failed") return;
    for (const end of ["", "-wal"]) copyFileSync(`${live}${end}`, `${path}${end}`);
  });
  await executor.run();
  return path;
};

/** The pages of a store file by the table or index they belong to, by number from 0; those of none are free. */
export const pagesOf = (path: string): ReadonlyMap<string, readonly number[]> => {
  const database = new DatabaseSync(path, { readOnly: true });
  const pages = new Map<string, number[]>();
  const used = new Set<number>();
  for (const { name, pageno } of database.prepare("SELECT name, pageno FROM dbstat ORDER BY pageno").all()) {
    used.add(Number(pageno) - 1);
    pages.set(String(name), [...(pages.get(String(name)) ?? []), Number(pageno) - 1]);
  }
  database.close();
  const free = Array.from({ length: readFileSync(path).length / pageBytes }, (_, page) => page);
  return pages.set(
    "free pages",
    free.filter((page) => !used.has(page)),
  );
};

export const pageBytes = 4096;

/** Numbers below `end` that a seed chose. */
export const chosen = (end: number, count: number): readonly number[] =>
  sample(noBias(integer({ min: 0, max: end - 1 })), count);

/** Does something while the bytes of a file at one place are others, and puts them back. */
export const whileChanged = <Value>(
  path: string,
  at: number,
  change: (bytes: Uint8Array) => Uint8Array,
  length: number,
  act: () => Value,
): Value => {
  const file = openSync(path, "r+");
  const before = new Uint8Array(length);
  const read = readSync(file, before, 0, length, at);
  writeSync(file, change(before.slice(0, read)), 0, read, at);
  closeSync(file);
  try {
    return act();
  } finally {
    const again = openSync(path, "r+");
    writeSync(again, before, 0, read, at);
    closeSync(again);
  }
};

/** Flips one bit. */
export const flip =
  (bit: number) =>
  (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte) => byte ^ (1 << bit));
