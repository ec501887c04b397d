/** What leads to a run's records and results may be behind them, and nobody who asks the store sees it. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import { defineWorkflow, Executor, type RunId, Status, type StoreService } from "../../../src/index.ts";
import { removeRuns, sqliteStore, storeTotals, verifyRun } from "../../../src/store/sqlite/index.ts";
import { fullAfter } from "./full-after.ts";
import { changeStore, expectNothingLoose, rowsOf } from "./store-files.ts";

const folder = mkdtempSync(join(tmpdir(), "index-"));
afterAll(() => rmSync(folder, { recursive: true }));
let stores = 0;
const newPath = (): string => join(folder, `${++stores}.db`);

const runId = "r" as RunId;
/** The values of the first half come again, each of the others is new: some values only the last records tell of. */
const names = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`e${n}`, { n: n < 30 ? n % 7 : n }]));
const workflow = defineWorkflow("behind")
  .module("Loader", { run: ({ params }) => ({ n: Number(params["n"]) }) })
  .module("Doubler", {
    run: ({ input, params }) => {
      if (params["fails"] === true && input.data.n === 3) throw new Error("three");
      return { twice: input.data.n * 2, from: input.data.n };
    },
  });
const config = { Loader: names, Doubler: { good: {}, bad: { fails: true } } };
const executorOn = (store: ConstructorParameters<typeof Executor>[0]["store"], id?: string) =>
  new Executor({ workflow, config, ...(store && { store }), ...(id !== undefined && { runId: id }) });

/** A store that lets somebody look at it after every transaction of a run. */
const lookedAt = (path: string, look: () => Effect.Effect<void, unknown>) =>
  Effect.map(sqliteStore(path), (store): StoreService => ({
    ...store,
    own: (id) =>
      Effect.map(store.own(id), (run) => ({
        ...run,
        journal: {
          append: (batch) => Effect.andThen(run.journal.append(batch), Effect.orDie(look())),
        },
      })),
  }));

/** How many records the run's row stands for, and how many there are. */
const behind = (path: string): number => {
  const sql = "SELECT (SELECT max(seq) FROM batches WHERE run = no) - records AS behind FROM runs WHERE run_id = 'r'";
  return Math.max(0, Number(rowsOf(path, sql)[0]?.["behind"]));
};

test("whoever asks after any transaction is told what the records up to there say", async () => {
  const path = newPath();
  let [asked, wasBehind] = [0, 0];
  const look = () =>
    Effect.gen(function* () {
      const store = yield* sqliteStore(path, { readOnly: true });
      const records = yield* store.records(runId);
      const status = Status.fromJournal(records);
      const [row] = yield* store.runs;
      expect(row).toMatchObject({
        records: records.length,
        updatedAt: records.at(-1)?.at,
        executions: status.executionCounts,
        state: status.state,
      });
      expect((yield* storeTotals(path)).kept).toEqual({
        runs: 1,
        records: records.length,
        executions: status.executionCounts,
      });
      const { get } = yield* store.results(runId, records);
      const told = records.filter((record) => record.type === "module.completed");
      for (const { execution } of told) expect(get(execution)?.data).toBeDefined();
      const { problems, results } = yield* verifyRun(path, runId);
      expect({ problems, results }).toEqual({ problems: [], results: told.length });
      asked++;
      if (behind(path) > 0) wasBehind++;
    }).pipe(Effect.scoped);
  const executor = executorOn(lookedAt(path, look), runId);
  await executor.run();
  expect(executor.status.executionCounts).toMatchObject({ NotStarted: 0, Failed: 4 });
  expect(behind(path)).toBe(0);
  expect(rowsOf(path, "SELECT count(*) AS n FROM results")).toEqual([{ n: executor.status.executionCounts.Completed }]);
  // Else nobody has looked where it matters.
  expect({ asked: asked > 150, wasBehind: wasBehind > asked / 2 }).toEqual({ asked: true, wasBehind: true });
});

test("a reader that has a store open finds the results of records that come later", async () => {
  const path = newPath();
  const found = Effect.gen(function* () {
    yield* Effect.promise(() =>
      executorOn(fullAfter(sqliteStore(path), 9), runId)
        .run()
        .catch(() => {}),
    );
    const reader = yield* sqliteStore(path, { readOnly: true });
    const { get } = yield* reader.results(runId);
    const before = get(3);
    const writer = yield* sqliteStore(path);
    yield* Effect.scoped(
      Effect.gen(function* () {
        const run = yield* writer.own(runId);
        expect(run.records).toHaveLength(9);
      }),
    );
    yield* Effect.promise(() => executorOn(sqliteStore(path)).resume(runId));
    return [before, get(3)?.data];
  });
  expect(await Effect.runPromise(Effect.scoped(found))).toEqual([undefined, { n: 1 }]);
});

/** A store as a process that was killed leaves it: its last transactions are not in the run's row. */
const killed = async (path: string): Promise<number> => {
  const copy = `${path}.left`;
  let transactions = 0;
  await executorOn(
    lookedAt(copy, () =>
      Effect.sync(() => {
        if (++transactions === 120) changeStore(copy, `VACUUM INTO '${path}'`);
      }),
    ),
    runId,
  ).run();
  changeStore(path, "PRAGMA journal_mode = WAL");
  return behind(path);
};

test("what a killed owner left unwritten is written by whoever goes on", async () => {
  const path = newPath();
  expect(await killed(path)).toBeGreaterThan(1);
  const executor = executorOn(sqliteStore(path));
  await executor.resume(runId);
  expect(rowsOf(path, "SELECT count(*) AS n FROM results")).toEqual([{ n: executor.status.executionCounts.Completed }]);
  expect((await Effect.runPromise(verifyRun(path, runId))).problems).toEqual([]);
  expectNothingLoose(path);
});

test("an owner that leaves in order leaves nothing unwritten", async () => {
  const path = newPath();
  await expect(executorOn(fullAfter(sqliteStore(path), 330), runId).run()).rejects.toThrow("the disk is full");
  expect(behind(path)).toBe(0);
  expect(rowsOf(path, "SELECT count(*) AS n FROM batches")[0]?.["n"]).toBeGreaterThan(64);
  expectNothingLoose(path);
});

test("removing other runs takes no value that only a record tells of", async () => {
  const path = newPath();
  expect(await killed(path)).toBeGreaterThan(1);
  await executorOn(sqliteStore(path), "over").run();
  const untold = "SELECT count(*) AS n FROM blobs WHERE no NOT IN (SELECT blob FROM results WHERE run = 1)";
  expect(rowsOf(path, untold)[0]?.["n"]).toBeGreaterThan(0);
  const foreseen = await Effect.runPromise(removeRuns(path, { keep: 0, dryRun: true }));
  const removal = await Effect.runPromise(removeRuns(path, { keep: 0 }));
  expect(removal.removed.map((run) => run.runId)).toEqual(["over"]);
  expect(foreseen.contentBytes).toBe(removal.contentBytes);
  expect((await Effect.runPromise(verifyRun(path, runId))).problems).toEqual([]);
  expectNothingLoose(path);
});

test("removing other runs takes no value of a run whose row is damaged", async () => {
  const path = newPath();
  expect(await killed(path)).toBeGreaterThan(1);
  await executorOn(sqliteStore(path), "over").run();
  changeStore(path, "UPDATE runs SET records = records + 4096 WHERE run_id = 'r'");
  const foreseen = await Effect.runPromise(removeRuns(path, { keep: 0, dryRun: true }));
  const removal = await Effect.runPromise(removeRuns(path, { keep: 0 }));
  expect(foreseen.contentBytes).toBe(removal.contentBytes);
  changeStore(path, "UPDATE runs SET records = records - 4096 WHERE run_id = 'r'");
  const executor = executorOn(sqliteStore(path));
  await executor.resume(runId);
  expect(executor.status.executionCounts).toMatchObject({ NotStarted: 0, Failed: 4 });
  expect((await Effect.runPromise(verifyRun(path, runId))).problems).toEqual([]);
  expectNothingLoose(path);
});

test("a transaction that fails leaves nothing that refers to what it would have kept", async () => {
  const path = newPath();
  const failing =
    "CREATE TRIGGER full BEFORE INSERT ON batches WHEN NEW.seq > 330 BEGIN SELECT RAISE(ABORT, 'no'); END";
  let transactions = 0;
  const look = () =>
    Effect.sync(() => {
      if (++transactions === 1) changeStore(path, failing);
    });
  await expect(executorOn(lookedAt(path, look), runId).run()).rejects.toMatchObject({ _tag: "StoreError" });
  changeStore(path, "DROP TRIGGER full");
  expectNothingLoose(path);
  const completed = (await Effect.runPromise(verifyRun(path, runId))).results;
  expect(rowsOf(path, "SELECT count(*) AS n FROM results")).toEqual([{ n: completed }]);
  await executorOn(sqliteStore(path)).resume(runId);
  expect((await Effect.runPromise(verifyRun(path, runId))).problems).toEqual([]);
});

test("a damaged record of a run that was left makes that run unreadable, and no list", async () => {
  const path = newPath();
  expect(await killed(path)).toBeGreaterThan(2);
  await executorOn(sqliteStore(path), "over").run();
  changeStore(
    path,
    `UPDATE batches SET body = flip(body, length(body) - 1, 0)
      WHERE run = 1 AND seq = (SELECT max(seq) FROM batches WHERE run = 1)`,
  );
  const asked = Effect.gen(function* () {
    const store = yield* sqliteStore(path, { readOnly: true });
    return [yield* store.runs, yield* Effect.flip(store.records(runId))] as const;
  });
  const [runs, refused] = await Effect.runPromise(Effect.scoped(asked));
  expect(refused).toMatchObject({ _tag: "StoreError", reason: "damaged" });
  // What it says of the run is what the records before the damaged one say.
  const seq = Number(/record (\d+)/u.exec(refused.message)?.[1]);
  expect(runs.map((run) => [run.runId, run.records])).toEqual([
    ["over", expect.any(Number)],
    ["r", seq - 1],
  ]);
  const { removed } = await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
  expect(removed).toHaveLength(2);
});

test("a removed run that was left counts with all of its records", async () => {
  const path = newPath();
  expect(await killed(path)).toBeGreaterThan(1);
  const { kept } = await Effect.runPromise(storeTotals(path));
  const { removed } = await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
  expect(removed).toHaveLength(1);
  expect((await Effect.runPromise(storeTotals(path))).removed).toEqual(kept);
});

test("a transaction of a run that goes on changes one page of the file", async () => {
  const path = newPath();
  const frameBytes = 4_096 + 24;
  const sizes: number[] = [];
  const look = () => Effect.sync(() => void sizes.push(statSync(`${path}-wal`).size));
  await executorOn(lookedAt(path, look), runId).run();
  const pages = sizes.slice(1).map((size, at) => (size - (sizes[at] ?? 0)) / frameBytes);
  const single = pages.filter((count) => count === 1).length;
  console.log(`${single} of ${pages.length} transactions wrote one page`);
  expect(single).toBeGreaterThan(pages.length * 0.3);
});
