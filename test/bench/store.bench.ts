/**
 * What keeping a run costs: 12,000 executions with a SQLite store, held against the same bytes inserted into bare
 * `node:sqlite` with the same durability, in the same transactions, and against the same run kept by nobody. Ratios of
 * CPU time within a round; the median of the rounds.
 *
 * Two shapes: three executions an experiment, as in the quick start, and one, which is as wide as a run can be.
 * Exits with 1 when a budget is exceeded; `--slack 1.5` multiplies it, for machines that are shared.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

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
const executions = 12_000;
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 6;
/** Rounds before those that count: until then much of the code runs unoptimised. */
const warmUps = 3;

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

const only = { only: {} };
const several = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`e${n}`, {}]));
const shapes = [
  ["three executions an experiment", { Loader: only, Scaler: several(executions / 3), Trainer: only, Reporter: only }],
  ["one execution an experiment", { Loader: only, Scaler: only, Trainer: only, Reporter: several(executions) }],
] as const;
type Config = (typeof shapes)[number][1];

/** As long as the ids the library makes. */
const runId = "20260101T000000-abcdefghij";
const hash = new Uint8Array(32);
const encoded = encodeValue(rows);
const blobHash = contentHash(encoded);
const folder = mkdtempSync(join(tmpdir(), "runstate-bench-"));
let files = 0;
const newFile = (): string => join(folder, `${files++}.db`);

interface Written {
  readonly seq: number;
  readonly body: string;
  /** For a record that tells of a result. */
  readonly execution: number | undefined;
}

/** The transactions of a kept run, found out with an ear on what its store is told. */
const transactionsOf = async (config: Config): Promise<readonly (readonly Written[])[]> => {
  const written: Written[][] = [];
  const store = Effect.map(sqliteStore(newFile()), (opened) => ({
    ...opened,
    own: (id: Parameters<typeof opened.own>[0]) =>
      Effect.map(opened.own(id), (run) => ({
        ...run,
        journal: {
          append: (records: readonly JournalRecord[]) => {
            written.push(
              records.map((record) => ({
                seq: record.seq,
                body: encodeRecord(record),
                execution: record.type === "module.completed" ? record.execution : undefined,
              })),
            );
            return run.journal.append(records);
          },
        },
      })),
  }));
  await new Executor({ workflow, config, store, runId }).run();
  return written;
};

/** What the store writes, written by hand. */
const bare = (transactions: readonly (readonly Written[])[]): void => {
  const database = new DatabaseSync(newFile());
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
  for (const transaction of transactions) {
    database.exec("BEGIN IMMEDIATE");
    for (const { seq, body, execution } of transaction) {
      record.run(seq, body, hash);
      if (execution === undefined) continue;
      blob.run(blobHash, encoded.codec, encoded.bytes);
      result.run(execution, blobHash, blobHash);
    }
    head.run(transaction.at(-1)?.seq ?? 0, hash);
    database.exec("COMMIT");
  }
  database.close();
};

const cpu = async (work: () => unknown): Promise<number> => {
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
};

const run = async (config: Config, path: string | undefined): Promise<void> => {
  const executor = new Executor({ workflow, config, ...(path !== undefined && { store: sqliteStore(path) }) });
  const { state } = await executor.run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

console.log(`${executions} executions kept in SQLite, median of ${rounds} rounds`);
for (const [shape, config] of shapes) {
  const transactions = await transactionsOf(config);
  const toBare: number[] = [];
  const toMemory: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const inserts = await cpu(() => bare(transactions));
    const kept = await cpu(() => run(config, newFile()));
    const unkept = await cpu(() => run(config, undefined));
    if (round < 0) continue;
    toBare.push(kept / inserts);
    toMemory.push(kept / unkept);
  }
  console.log(shape);
  console.log(`  to bare inserts of the same bytes    ${median(toBare).toFixed(2)} ×  (budget ${budget.toFixed(2)} ×)`);
  console.log(`  to the same run in memory            ${median(toMemory).toFixed(2)} ×`);
  if (median(toBare) > budget) {
    console.error("over budget");
    process.exitCode = 1;
  }
}
rmSync(folder, { recursive: true });
