/**
 * What keeping a run costs: 4,000 executions with a SQLite store, held against the same bytes inserted into bare
 * `node:sqlite` with the same durability, in the same transactions, and against the same run kept by nobody. Ratios of
 * CPU time within a round; the median of the rounds.
 *
 * Exits with 1 when a budget is exceeded; `--slack 1.5` multiplies it, for machines that are shared.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { Effect } from "effect";

import {
  contentHash,
  defineWorkflow,
  describeSchema,
  encodeRecord,
  encodeValue,
  Executor,
  type JournalRecord,
} from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

const slack = Number(process.argv[process.argv.indexOf("--slack") + 1] ?? 1) || 1;
const budget = 2 * slack;
const executions = 4_000;
const rounds = 8;

const rows = [
  { id: 1, name: "a", score: 0.5 },
  { id: 2, name: "b", score: 0.25 },
];
const schema = describeSchema(rows);
const workflow = defineWorkflow("kept")
  .module("Loader", { run: () => ({ data: rows, schema }) })
  .module("Scaler", { run: () => ({ data: rows, schema }) })
  .module("Trainer", { run: () => ({ data: rows, schema }) })
  .module("Reporter", { run: () => ({ data: rows, schema }) });
const config = {
  Loader: { only: {} },
  Scaler: { only: {} },
  Trainer: { only: {} },
  Reporter: Object.fromEntries(Array.from({ length: executions - 3 }, (_, n) => [`r${n}`, {}])),
};

const folder = mkdtempSync(join(tmpdir(), "runstate-bench-"));
const batches: (readonly JournalRecord[])[] = [];

/** The store, with an ear on what it is told. */
const heard = (path: string) =>
  Effect.map(sqliteStore(path), (store) => ({
    ...store,
    own: (runId: Parameters<typeof store.own>[0]) =>
      Effect.map(store.own(runId), (run) => ({
        ...run,
        journal: {
          append: (records: readonly JournalRecord[]) => {
            batches.push(records);
            return run.journal.append(records);
          },
        },
      })),
  }));

const cpu = async (work: () => unknown): Promise<number> => {
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
};

const run = async (path: string | undefined): Promise<void> => {
  const executor = new Executor({ workflow, config, ...(path !== undefined && { store: heard(path) }) });
  const { state } = await executor.run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
};

/** What the store writes, written by hand. */
const bare = (path: string): void => {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  database.exec(`CREATE TABLE runs (run_id TEXT PRIMARY KEY, records BIGINT, head BLOB);
    CREATE TABLE records (run_id TEXT, seq BIGINT, body TEXT, hash BLOB, PRIMARY KEY (run_id, seq)) WITHOUT ROWID;
    CREATE TABLE blobs (hash TEXT PRIMARY KEY, codec TEXT, bytes BLOB);
    CREATE TABLE results (run_id TEXT, execution BIGINT, hash TEXT, schema TEXT, PRIMARY KEY (run_id, execution)) WITHOUT ROWID;
    INSERT INTO runs VALUES ('${runId}', 0, x'00')`);
  const record = database.prepare(`INSERT INTO records VALUES ('${runId}', ?, ?, ?)`);
  const blob = database.prepare("INSERT INTO blobs VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING");
  const result = database.prepare(`INSERT INTO results VALUES ('${runId}', ?, ?, ?)`);
  const head = database.prepare(`UPDATE runs SET records = ?, head = ? WHERE run_id = '${runId}'`);
  for (const { records, bytes } of written) {
    database.exec("BEGIN IMMEDIATE");
    for (const { seq, body, execution } of records) {
      record.run(seq, body, hash);
      if (execution === undefined) continue;
      blob.run(bytes.hash, bytes.codec, bytes.bytes);
      result.run(execution, bytes.hash, bytes.hash);
    }
    head.run(records.at(-1)?.seq ?? 0, hash);
    database.exec("COMMIT");
  }
  database.close();
};

/** As long as the ids the library makes. */
const runId = "20260101T000000-abcdefghij";
const hash = new Uint8Array(32);
const encoded = encodeValue(rows);
const bytes = { ...encoded, hash: contentHash(encoded) };
await run(join(folder, "warm-up.db"));
const written = batches.map((records) => ({
  bytes,
  records: records.map((record) => ({
    seq: record.seq,
    body: encodeRecord(record),
    execution: record.type === "module.completed" ? record.execution : undefined,
  })),
}));

const toBare: number[] = [];
const toMemory: number[] = [];
for (let round = 0; round < rounds; round++) {
  const inserts = await cpu(() => bare(join(folder, `bare-${round}.db`)));
  const kept = await cpu(() => run(join(folder, `kept-${round}.db`)));
  const unkept = await cpu(() => run(undefined));
  toBare.push(kept / inserts);
  toMemory.push(kept / unkept);
}
rmSync(folder, { recursive: true });

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
console.log(`${executions} executions kept in SQLite, median of ${rounds} rounds`);
console.log(`  to bare inserts of the same bytes    ${median(toBare).toFixed(2)} ×  (budget ${budget.toFixed(2)} ×)`);
console.log(`  to the same run in memory            ${median(toMemory).toFixed(2)} ×`);
if (median(toBare) > budget) {
  console.error("over budget");
  process.exitCode = 1;
}
