/**
 * What keeping a run costs: the records and results of 12,000 executions told to a SQLite store, held against the same
 * bytes inserted into bare `node:sqlite` with the same tables and durability, in the same transactions, as one would by
 * hand: each with the row of the run and that of the result. The store writes these with every 64th transaction; held against
 * inserts that do so too it is dearer, though it takes less time. Beside it the whole run, with what its modules and its
 * executor take, against the first inserts and against the same run kept by nobody. Ratios of CPU time within a round; the
 * median of the rounds. And how many bytes of the file an execution takes: `--executions N` takes another number.
 *
 * Two shapes: three executions an experiment, as in the quick start, and one, which is as wide as a run can be.
 * Exits with 1 when a budget is exceeded; `--slack 1.5` multiplies those of time, for machines that are shared.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import {
  contentHash,
  defineWorkflow,
  describeSchema,
  encodeValue,
  Executor,
  type JournalRecord,
  type OwnedRun,
} from "../../src/index.ts";
import { atOnce, isAwaited, nowOf } from "../../src/journal/at-once.ts";
import { BatchEncoder } from "../../src/store/sqlite/batch-codec/encode-batch.ts";
import { RunDictionary } from "../../src/store/sqlite/batch-codec/run-dictionary.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

const asked = (name: string, otherwise: number): number =>
  process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise;
const budget = 1.5 * asked("--slack", 1);
/** What the same ratio is to inserts that write what leads to records and results as late as the store does. */
const heldBehind = 2 * asked("--slack", 1);
const mostBytes = 200;
const executions = asked("--executions", 12_000);
const rounds = asked("--rounds", 6);
/** Rounds before those that count: until then much of the code runs unoptimised. */
const warmUps = asked("--warm-ups", 3);

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
const blobHash = Buffer.from(contentHash(encoded), "hex");
const folder = mkdtempSync(join(tmpdir(), "runstate-bench-"));
let files = 0;
const newFile = (): string => join(folder, `${files++}.db`);

interface Transaction {
  readonly seq: number;
  readonly last: number;
  readonly body: Uint8Array;
  readonly records: readonly JournalRecord[];
  /** Those whose results are told of. */
  readonly completed: readonly number[];
  /** The results that were put before it. */
  readonly results: readonly Put[];
}

type Put = Parameters<OwnedRun["results"]["put"]>;

/** The transactions of a kept run, found out with an ear on what its store is told. */
const transactionsOf = async (config: Config): Promise<readonly Transaction[]> => {
  const transactions: Transaction[] = [];
  const encoder = new BatchEncoder(new RunDictionary());
  let results: Put[] = [];
  const store = Effect.map(sqliteStore(newFile()), (opened) => ({
    ...opened,
    own: (id: Parameters<typeof opened.own>[0]) =>
      Effect.map(opened.own(id), (run) => ({
        ...run,
        results: {
          ...run.results,
          put: atOnce((...put: Put) => {
            results.push(put);
            return nowOf(run.results.put)(...put);
          }),
        },
        journal: {
          append: (records: readonly JournalRecord[]) => {
            transactions.push({
              seq: records[0]?.seq ?? 0,
              last: records.at(-1)?.seq ?? 0,
              body: Uint8Array.from(encoder.encode(records)),
              records,
              completed: records.flatMap((record) => (record.type === "module.completed" ? [record.execution] : [])),
              results,
            });
            results = [];
            return run.journal.append(records);
          },
        },
      })),
  }));
  await new Executor({ workflow, config, store, runId, maxExecutions: 1e8 }).run();
  return transactions;
};

/** After how many transactions the store writes what leads to records and results. */
const storeIndexes = 64;

/** What the store writes, written by hand; the row of the run and those of results with every so many transactions. */
const bare = (transactions: readonly Transaction[], indexEvery: number): void => {
  const database = new DatabaseSync(newFile());
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  database.exec(`CREATE TABLE runs (no INTEGER PRIMARY KEY, run_id TEXT UNIQUE, state TEXT, updated_at BIGINT, records BIGINT,
      head BLOB, started BIGINT, completed BIGINT, failed BIGINT, row_check BIGINT);
    CREATE TABLE batches (run BIGINT, seq BIGINT, body BLOB, hash BLOB, PRIMARY KEY (run, seq)) WITHOUT ROWID;
    CREATE TABLE blobs (no INTEGER PRIMARY KEY, hash BLOB UNIQUE, codec TEXT, bytes BLOB);
    CREATE TABLE results (run BIGINT, execution BIGINT, blob BIGINT, PRIMARY KEY (run, execution)) WITHOUT ROWID;
    INSERT INTO runs VALUES (1, '${runId}', 'InProgress', 0, 0, x'00', 0, 0, 0, 0)`);
  const batch = database.prepare("INSERT INTO batches VALUES (1, ?, ?, ?)");
  database.prepare("INSERT INTO blobs VALUES (1, ?, ?, ?)").run(blobHash, encoded.codec, encoded.bytes);
  const result = database.prepare("INSERT INTO results VALUES (1, ?, 1)");
  const head = database.prepare(
    "UPDATE runs SET state = ?, updated_at = ?, records = ?, head = ?, started = ?, completed = ?, failed = 0, row_check = ? WHERE no = 1",
  );
  const [begin, commit] = [database.prepare("BEGIN IMMEDIATE"), database.prepare("COMMIT")];
  let ended = 0;
  const behind: number[] = [];
  for (const [at, { seq, last, body, completed }] of transactions.entries()) {
    begin.run();
    batch.run(seq, body, hash);
    behind.push(...completed);
    ended += completed.length;
    if (at % indexEvery === 0 || at === transactions.length - 1) {
      for (const execution of behind.splice(0)) result.run(execution);
      head.run("InProgress", 1_700_000_000_000 + seq, last, hash, ended, ended, 4_000_000_000);
    }
    commit.run();
  }
  database.close();
};

/** A store that is told what it was told in the run, as an executor tells it. */
const told = (transactions: readonly Transaction[]): Promise<void> =>
  Effect.gen(function* () {
    const store = yield* sqliteStore(newFile());
    const run = yield* store.own(runId as Parameters<typeof store.own>[0]);
    const [put, append] = [nowOf(run.results.put), nowOf(run.journal.append)];
    for (const { records, results } of transactions) {
      for (const [execution, tracked] of results) {
        const kept = put(execution, tracked);
        if (isAwaited(kept)) yield* kept;
      }
      const appended = append(records);
      if (isAwaited(appended)) yield* appended;
    }
  }).pipe(Effect.scoped, Effect.runPromise);

const cpu = async (work: () => unknown): Promise<number> => {
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
};

const run = async (config: Config, path: string | undefined): Promise<void> => {
  const executor = new Executor({
    workflow,
    config,
    maxExecutions: 1e8,
    ...(path !== undefined && { store: sqliteStore(path) }),
  });
  const { state } = await executor.run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of the file of a kept run, which is closed. */
const bytesPerExecution = async (config: Config): Promise<number> => {
  const path = newFile();
  await run(config, path);
  return statSync(path).size / executions;
};

console.log(`${executions} executions kept in SQLite, median of ${rounds} rounds`);
for (const [shape, config] of shapes) {
  const transactions = await transactionsOf(config);
  const size = await bytesPerExecution(config);
  const toBare: number[] = [];
  const toBehind: number[] = [];
  const runToBare: number[] = [];
  const toMemory: number[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const inserts = await cpu(() => bare(transactions, 1));
    const behind = await cpu(() => bare(transactions, storeIndexes));
    const store = await cpu(() => told(transactions));
    const kept = await cpu(() => run(config, newFile()));
    const unkept = await cpu(() => run(config, undefined));
    if (round < 0) continue;
    toBare.push(store / inserts);
    toBehind.push(store / behind);
    runToBare.push(kept / inserts);
    toMemory.push(kept / unkept);
  }
  console.log(shape);
  console.log(
    `  the store, to bare inserts of the same bytes    ${median(toBare).toFixed(2)} ×  (budget ${budget.toFixed(2)} ×)`,
  );
  console.log(
    `  the store, to inserts that are as far behind    ${median(toBehind).toFixed(2)} ×  (held at ${heldBehind.toFixed(2)} ×)`,
  );
  console.log(`  the whole run, to the same inserts              ${median(runToBare).toFixed(2)} ×`);
  console.log(`  the whole run, to the same run in memory        ${median(toMemory).toFixed(2)} ×`);
  console.log(`  bytes of the file an execution                  ${size.toFixed(0)}  (budget ${mostBytes})`);
  if (median(toBare) > budget || median(toBehind) > heldBehind || size > mostBytes) {
    console.error("over budget");
    process.exitCode = 1;
  }
}
rmSync(folder, { recursive: true });
