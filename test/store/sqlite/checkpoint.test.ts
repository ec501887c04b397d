/** A run goes on from its checkpoint as it would have from all its records. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, type RunId, Status } from "../../../src/index.ts";
import { decodeRecord } from "../../../src/journal/codec.ts";
import { JournalLog } from "../../../src/journal/journal-log.ts";
import type { RunState } from "../../../src/journal/run-state.ts";
import { replay } from "../../../src/store/replay.ts";
import type { OwnedRun } from "../../../src/store/store.ts";
import { runSoFar } from "../../../src/store/sqlite/checkpoint/run-so-far.ts";
import { removeRuns, sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { journal } from "../../../src/testing/index.ts";
import { fullAfter } from "./full-after.ts";
import { largePlan, largeRun } from "../../bench/large-run.ts";
import { changeStore, expectNothingLoose, rowsOf } from "./store-files.ts";

const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const folder = mkdtempSync(join(parent, "checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, `${++files}.db`);
const runId = "run" as RunId;

/** Owns the run of a store as long as `use` takes. */
const owned = <Value>(
  path: string,
  use: (run: OwnedRun) => Effect.Effect<Value, unknown>,
  checkpointRecords = 1,
): Promise<Value> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path, { checkpointRecords }), ({ own }) => Effect.flatMap(own(runId), use)),
    ),
  );

/** Goes on with the run for some records, in batches of so many, as an executor does. */
const goOn = (path: string, records: readonly JournalRecord[], batch: number, checkpointRecords: number) =>
  owned(
    path,
    (run) =>
      Effect.gen(function* () {
        const log = new JournalLog();
        run.follow?.(log.state);
        yield* replay(runId, run.records, log, run.checkpoint);
        while (log.state.seq < records.length) {
          const next = records.slice(log.state.seq, log.state.seq + batch);
          yield* run.journal.append(next);
          for (const record of next) log.append(record);
        }
      }),
    checkpointRecords,
  );

const loaded = (path: string, keep?: number): Promise<{ log: JournalLog; from: number }> =>
  owned(path, ({ records, checkpoint }) =>
    Effect.map(
      replay(runId, records, new JournalLog(keep === undefined ? {} : { records: keep }), checkpoint),
      (log) => ({ log, from: checkpoint?.parts.facts.seq ?? 0 }),
    ),
  );

const logOf = (records: readonly JournalRecord[], keep?: number): JournalLog => {
  const log = new JournalLog(keep === undefined ? {} : { records: keep });
  for (const record of records) log.append(record);
  return log;
};

/** Everything a state can be asked. */
const seenOf = (state: RunState): unknown => {
  const { plan } = state;
  const executions = Array.from({ length: plan.size.executions }, (_, execution) => [
    state.executionState(execution),
    state.attempt(execution),
    state.recordsOf(execution),
    state.schemaAfter(execution),
    state.schema(state.schemaAfter(execution)),
    state.blockedBy(execution),
  ]);
  const experiments = Array.from({ length: plan.size.experiments }, (_, experiment) =>
    state.experimentState(experiment),
  );
  return {
    executions,
    experiments,
    seq: state.seq,
    started: state.started,
    failure: state.failure,
    state: state.state,
    counts: [state.executions, state.experiments, state.modules, state.blocked, state.reused, state.totals],
    durationMs: state.durationMs,
    cancelled: state.cancelled,
    resumptions: state.resumptions,
    last: [state.lastSnapshotSeq, state.lastChange],
    metadata: plan.modules.map((_, depth) => state.hasMetadata(depth)),
    parts: state.parts,
  };
};

/** Everything a status says. */
const viewsOf = (log: JournalLog): unknown => {
  const status = new Status(log);
  return {
    records: status.records,
    snapshots: status.snapshots,
    changes: status.changes,
    failures: status.getFailures(),
    summary: status.getStatusSummary(),
    timing: status.getTiming().groupBy("moduleName"),
    executions: [...status.executions()],
  };
};

describe("a checkpoint and the records after it", () => {
  test("add up to what all records do, wherever the run was left and whichever were kept together", async () => {
    let used = 0;
    await fc.assert(
      fc.asyncProperty(
        journal({ ended: false, maxMoves: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 15 }),
        async (records, left, batch, every) => {
          const path = newPath();
          await goOn(path, records.slice(0, 1 + (left % records.length)), batch, every);
          await goOn(path, records, batch, every);
          const [all, { log, from }] = [logOf(records), await loaded(path)];
          if (from > 0) used++;
          expect(seenOf(log.state)).toEqual(seenOf(all.state));
          await soFar(path, (run) => {
            const beside = Effect.runSync(replay(runId, run.records, new JournalLog(), run.checkpoint));
            expect(seenOf(beside.state)).toEqual(seenOf(all.state));
            expect(beside.at(1 + (left % records.length))).toEqual(records[left % records.length]);
            expect(viewsOf(beside)).toEqual(viewsOf(all));
          });
          expect(log.at(records.length)).toEqual(records.at(-1));
          expect(log.at(1)).toEqual(records[0]);
          expect(viewsOf(log)).toEqual(viewsOf(all));
          const { problems } = await Effect.runPromise(verifyRun(path, runId));
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
    expect(used).toBeGreaterThan(60);
  });

  test("are a log that takes the same records next as that of all, and keeps as many as it is told to", async () => {
    await fc.assert(
      fc.asyncProperty(journal({ maxMoves: 60 }), fc.nat(), fc.nat(40), async (records, left, keep) => {
        const path = newPath();
        const before = records.slice(0, 1 + (left % Math.max(1, records.length - 1)));
        await goOn(path, before, 2, 4);
        const { log } = await loaded(path, keep);
        for (const record of records.slice(before.length)) log.append(record);
        const all = logOf(records, keep);
        expect(seenOf(log.state)).toEqual(seenOf(all.state));
        expect(viewsOf(log)).toEqual(viewsOf(all));
      }),
      { numRuns: 60 },
    );
  });
});

/** Reads a run beside whoever owns it, while `use` takes. */
const soFar = <Value>(path: string, use: (run: Pick<OwnedRun, "records" | "checkpoint">) => Value): Promise<Value> =>
  Effect.runPromise(Effect.scoped(Effect.map(runSoFar(path, runId), use)));

describe("a run so far", () => {
  test("is what its owner has recorded, from the same checkpoint, at any moment", async () => {
    const path = newPath();
    const plan = largePlan(100);
    const records = [...largeRun(plan, runId)].flat();
    await owned(
      path,
      ({ journal: { append }, follow }) =>
        Effect.gen(function* () {
          const log = new JournalLog();
          follow?.(log.state);
          let checkpoints = 0;
          for (const record of records) {
            yield* append([record]);
            log.append(record);
            const other = new JournalLog();
            const { checkpoint } = yield* Effect.scoped(
              Effect.tap(runSoFar(path, runId), (run) => replay(runId, run.records, other, run.checkpoint)),
            );
            if (checkpoint !== undefined) checkpoints++;
            expect([other.state.seq, other.state.executions]).toEqual([log.state.seq, log.state.executions]);
          }
          expect(checkpoints).toBeGreaterThan(records.length / 2);
        }),
      10,
    );
  });

  test("of a store without the run is refused, and of a run that was removed", async () => {
    const path = await leftRun();
    await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
    await expect(soFar(path, () => 0)).rejects.toThrow(/was removed/u);
    await expect(Effect.runPromise(Effect.scoped(runSoFar(path, "none" as RunId)))).rejects.toThrow(
      "holds no run none",
    );
  });
});

describe("a checkpoint of thousands of executions", () => {
  const plan = largePlan(10_000);
  const records = [...largeRun(plan, runId)].flat();

  test("leads to single records without reading all of them, while few are asked for and its store is open", async () => {
    const path = newPath();
    await goOn(path, records.slice(0, 30_000), 100, 1_000);
    let whole = 0;
    const log = await soFar(path, ({ records: after, checkpoint }) => {
      if (checkpoint === undefined) throw new Error("there is no checkpoint");
      const readEarlier: typeof checkpoint.readEarlier = (take) => {
        whole++;
        checkpoint.readEarlier(take);
      };
      const from = new JournalLog();
      from.goOnFrom({ ...checkpoint, readEarlier });
      for (const record of after) from.append(record);
      for (let seq = 1; seq < 28_000; seq += 1_000) expect(from.at(seq)).toEqual(records[seq - 1]);
      expect(whole).toBe(0);
      return from;
    });
    expect(log.at(2)).toEqual(records[1]);
    expect(whole).toBe(1);
    for (let seq = 1; seq <= 30_000; seq += 7) expect(log.at(seq)).toEqual(records[seq - 1]);
    expect(whole).toBe(1);
  });

  test("adds up to what all records do, whichever of its pages were kept last", async () => {
    const path = newPath();
    for (const last of [3_000, 16_000, 33_000, records.length - 1]) {
      await goOn(path, records.slice(0, last), 100, 1_000);
      const { log, from } = await loaded(path);
      expect(last - from).toBeLessThan(1_200);
      expect(seenOf(log.state)).toEqual(seenOf(logOf(records.slice(0, last)).state));
    }
    expect(pagesIn(path).map(({ page }) => page)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect((await loaded(path)).log.records).toEqual(records.slice(0, -1));
    expect(await problemsOf(path)).toEqual([]);
  });

  test("is kept less often where a run changes pages all over its plan, and is right all the same", async () => {
    const path = newPath();
    const { executions, experiments } = plan.size;
    const mixed = mixedUp(plan, records.slice(0, 1));
    await goOn(path, mixed, 50, 20);
    const { log, from } = await loaded(path);
    expect(from).toBeGreaterThan(mixed.length - 200);
    expect(seenOf(log.state)).toEqual(seenOf(logOf(mixed).state));
    expect(log.state.executions.Completed + log.state.executions.NotStarted).toBe(executions);
    expect(log.state.experiments.NotStarted).toBeLessThan(experiments);
  });
});

/** A run that goes through the experiments of its first modules in turn, one of each after the other. */
const mixedUp = (plan: ReturnType<typeof largePlan>, begun: readonly JournalRecord[]): readonly JournalRecord[] => {
  const mixed = [...begun];
  const add = (record: Record<string, unknown>): void => {
    mixed.push(decodeRecord({ seq: mixed.length + 1, at: 1_700_000_000_000, ...record }));
  };
  const width = plan.modules[0]?.experiments.length ?? 0;
  for (let turn = 0; turn < 8; turn++)
    for (let branch = 0; branch < width; branch++) {
      const experiment = branch * width + turn;
      const { executions } = plan.experiment(experiment);
      add({ type: "experiment.started", experiment });
      for (const execution of turn === 0 ? executions : executions.slice(1)) {
        const { moduleName, experimentName } = plan.place(execution);
        const of = { execution, moduleName, experimentName, attempt: 1, schemaBefore: null };
        add({ type: "module.started", ...of });
        const end = { schemaAfter: null, changes: [], annotations: {}, durationMs: 1, result: "memory" };
        add({ type: "module.completed", ...of, origin: "executed", ...end });
      }
      add({ type: "experiment.completed", experiment });
    }
  return mixed;
};

const calls: string[] = [];
const workflow = defineWorkflow("left")
  .module("Loader", { run: ({ experimentName }) => [{ name: experimentName, at: new Date(0) }] })
  .module("Scorer", {
    reuse: { version: "1" },
    run: ({ input, experimentKey }) => {
      calls.push(experimentKey);
      return { rows: input.data.length, key: experimentKey };
    },
  });
const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`e${n}`, {}]));
const config = { Loader: names(6), Scorer: names(9) };
const executorIn = (path: string, records = Number.POSITIVE_INFINITY, keepRecords?: number) =>
  new Executor({
    workflow,
    config,
    store: fullAfter(sqliteStore(path, { checkpointRecords: 20 }), records),
    runId,
    ...(keepRecords !== undefined && { keepRecords }),
  });

/** A run of 60 executions, left after 150 of its 230 records. */
const leftRun = async (): Promise<string> => {
  const path = newPath();
  await expect(executorIn(path, 150).run()).rejects.toThrow("the disk is full");
  return path;
};
const pagesIn = (path: string) => rowsOf(path, "SELECT page, length(body) AS bytes FROM checkpoints ORDER BY page");
const problemsOf = async (path: string) => (await Effect.runPromise(verifyRun(path, runId))).problems;

describe("a resumed run", () => {
  test("reads the records after its checkpoint, and no more than those", async () => {
    const path = await leftRun();
    const [from, read] = await owned(path, ({ checkpoint, records }) =>
      Effect.succeed([checkpoint?.parts.facts.seq ?? 0, records.length]),
    );
    expect(rowsOf(path, "SELECT records FROM runs")).toEqual([{ records: from + read }]);
    expect(read).toBeLessThan(25);
  });

  test("has the records, results and calls of one that was not left, and no checkpoint at its end", async () => {
    const path = await leftRun();
    const whole = executorIn(newPath());
    await whole.run();
    calls.length = 0;
    const executor = executorIn(path);
    expect((await executor.resume(runId)).executions).toEqual(whole.status.executionCounts);
    // What was carried out before is not called again; the one in progress is.
    expect(calls.length).toBeLessThan(30);
    const typesOf = ({ records }: Status): readonly string[] =>
      records.map(({ type }) => type).filter((type) => type !== "run.resumed" && type !== "module.retried");
    expect(typesOf(executor.status)).toEqual(typesOf(whole.status));
    expect(executor.getResult()).toEqual(whole.getResult());
    expect(await problemsOf(path)).toEqual([]);
    expect(pagesIn(path)).toEqual([]);
  });

  test("makes the keys of its results from those it did not read again", async () => {
    const path = await leftRun();
    await executorIn(path).resume(runId);
    calls.length = 0;
    await new Executor({ workflow, config, store: sqliteStore(path), runId: "later" }).run();
    expect(calls).toEqual([]);
  });

  test("keeps the newest records alone when it is told to", async () => {
    const path = await leftRun();
    const executor = executorIn(path, undefined, 10);
    await executor.resume(runId);
    expect(executor.status.records.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 10 }, (_, n) => executor.status.seq - 9 + n),
    );
  });

  test("says which of its earlier records is damaged when one of them is asked for", async () => {
    const path = await leftRun();
    changeStore(
      path,
      "UPDATE batches SET body = flip(body, 3, 1) WHERE seq = (SELECT max(seq) FROM batches WHERE seq < 40)",
    );
    const executor = executorIn(path);
    await executor.resume(runId);
    expect(executor.status.state).toBe("Completed");
    expect(() => executor.status.records).toThrow("is not as it was written");
    expect((await problemsOf(path))[0]?.reason).toMatch("it was changed");
  });

  test("says that its earlier records are gone when one of them is asked for after their run was removed", async () => {
    const path = await leftRun();
    const executor = executorIn(path);
    await executor.resume(runId);
    await Effect.runPromise(removeRuns(path, { keep: 0 }));
    expect(() => executor.status.records).toThrow("was removed on");
    expect(() => executor.status.getRecord(1)).toThrow("was removed on");
    expect(executor.status.getRecord(executor.status.seq)?.type).toBe("run.completed");
  });
});

test.each([0, -1, Number.NaN])("checkpoints after every %s records are refused", (checkpointRecords) => {
  expect(() => sqliteStore(newPath(), { checkpointRecords })).toThrow(
    `sqliteStore: checkpointRecords must be a number from 1, got ${checkpointRecords}`,
  );
});

describe("a checkpoint that is not as it was written", () => {
  const damages = {
    "a bit of its head": "UPDATE checkpoints SET body = flip(body, 60, 2) WHERE page = 0",
    "a bit of its executions": "UPDATE checkpoints SET body = flip(body, 9, 0) WHERE page = 1",
    "a bit of its experiments": "UPDATE checkpoints SET body = flip(body, 1, 0) WHERE page = 2",
    "a lost page": "DELETE FROM checkpoints WHERE page = 1",
    "a lost head": "DELETE FROM checkpoints WHERE page = 0",
    "a page too many": "INSERT INTO checkpoints SELECT run, 9, body FROM checkpoints WHERE page = 2",
  };

  test.each(Object.entries(damages))("but has %s is found, and the run goes on from its records", async (_, sql) => {
    const path = await leftRun();
    const before = (await loaded(path)).log;
    changeStore(path, sql);
    const { from, log } = await loaded(path);
    expect(from).toBe(0);
    expect(seenOf(log.state)).toEqual(seenOf(before.state));
    expect((await problemsOf(path)).map(({ reason }) => reason)).toEqual([expect.stringContaining("checkpoint")]);
    // What is kept next stands alone again.
    const executor = executorIn(path, 200);
    await expect(executor.resume(runId)).rejects.toThrow("the disk is full");
    expect(await problemsOf(path)).toEqual([]);
    expect((await loaded(path)).from).toBeGreaterThan(150);
  });

  test.each(Object.entries(damages))("but has %s lets the run go on beside others that write", async (_, sql) => {
    const path = await leftRun();
    changeStore(path, sql);
    const last = await owned(path, ({ records, journal: { append } }) => {
      changeStore(path, "CREATE TABLE of_another_process (a)");
      const seq = records.length + 1;
      return Effect.as(append([{ seq, at: 1_700_000_000_000, type: "run.resumed", concurrency: 1 }]), seq);
    });
    expect(rowsOf(path, "SELECT records FROM runs")).toEqual([{ records: last }]);
  });

  test.each(Object.entries(damages))("but has %s goes with the end of its run", async (_, sql) => {
    const path = await leftRun();
    changeStore(path, sql);
    const store = sqliteStore(path);
    expect((await new Executor({ workflow, config, store }).resume(runId)).state).toBe("Completed");
    expect(pagesIn(path)).toEqual([]);
    expect(await problemsOf(path)).toEqual([]);
  });

  test("since the records it stands for lost their end is found, and the run goes on from what is left", async () => {
    const path = await leftRun();
    changeStore(
      path,
      `DELETE FROM batches WHERE seq > 100;
       UPDATE runs SET records = (SELECT max(seq) FROM batches) - 1,
         head = (SELECT hash FROM batches ORDER BY seq DESC LIMIT 1 OFFSET 1);
       DELETE FROM batches WHERE seq = (SELECT max(seq) FROM batches)`,
    );
    const { from, log } = await loaded(path);
    expect([from, log.state.seq]).toEqual([0, Number(rowsOf(path, "SELECT records FROM runs")[0]?.["records"])]);
    expect((await executorIn(path).resume(runId)).state).toBe("Completed");
    expect(await problemsOf(path)).toEqual([]);
  });

  test("since it is of another run is found, and the run goes on from its records", async () => {
    const path = await leftRun();
    const other = new Executor({ workflow, config, store: fullAfter(sqliteStore(path), 150), runId: "other" });
    await expect(other.run()).rejects.toThrow("the disk is full");
    changeStore(path, "UPDATE checkpoints SET run = (SELECT no FROM runs WHERE run_id = 'other')");
    const executor = new Executor({ workflow, config, store: sqliteStore(path) });
    const { problems } = await Effect.runPromise(verifyRun(path, "other"));
    expect(problems.map(({ reason }) => reason)).toEqual([expect.stringContaining("checkpoint")]);
    expect((await executor.resume("other")).state).toBe("Completed");
  });

  test("goes with its run when that is removed", async () => {
    const path = await leftRun();
    expect(pagesIn(path).map(({ page }) => page)).toEqual([0, 1, 2]);
    await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
    expectNothingLoose(path);
  });
});
