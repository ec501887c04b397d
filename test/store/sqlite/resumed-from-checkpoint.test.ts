/** A run that was left goes on from its checkpoint, and from its records where that is not as it was written. */
import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { Executor, type Status } from "../../../src/index.ts";
import { removeRuns, sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { fullAfter } from "./full-after.ts";
import { changeStore, expectNothingLoose, rowsOf } from "./store-files.ts";
import {
  runId,
  owned,
  loaded,
  seenOf,
  calls,
  workflow,
  config,
  executorIn,
  leftRun,
  pagesIn,
  problemsOf,
} from "./checkpoint-fixture.ts";
import { newPath } from "./new-path.ts";

describe("a resumed run", () => {
  test("reads the records after its checkpoint, and no more than those", async () => {
    const path = await leftRun(newPath());
    const [from, read] = await owned(path, ({ checkpoint, records }) =>
      Effect.succeed([checkpoint?.parts.facts.seq ?? 0, records.length]),
    );
    expect(rowsOf(path, "SELECT records FROM runs")).toEqual([{ records: from + read }]);
    expect(read).toBeLessThan(25);
  });

  test("has the records, results and calls of one that was not left, and no checkpoint at its end", async () => {
    const path = await leftRun(newPath());
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
    const path = await leftRun(newPath());
    await executorIn(path).resume(runId);
    calls.length = 0;
    await new Executor({ workflow, config, store: sqliteStore(path), runId: "later" }).run();
    expect(calls).toEqual([]);
  });

  test("keeps the newest records alone when it is told to", async () => {
    const path = await leftRun(newPath());
    const executor = executorIn(path, undefined, 10);
    await executor.resume(runId);
    expect(executor.status.records.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 10 }, (_, n) => executor.status.seq - 9 + n),
    );
  });

  test("says which of its earlier records is damaged when one of them is asked for", async () => {
    const path = await leftRun(newPath());
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
    const path = await leftRun(newPath());
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
    const path = await leftRun(newPath());
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
    const path = await leftRun(newPath());
    changeStore(path, sql);
    const last = await owned(path, ({ records, journal: { append } }) => {
      changeStore(path, "CREATE TABLE of_another_process (a)");
      const seq = records.length + 1;
      return Effect.as(append([{ seq, at: 1_700_000_000_000, type: "run.resumed", concurrency: 1 }]), seq);
    });
    expect(rowsOf(path, "SELECT max(seq) AS last FROM batches")).toEqual([{ last }]);
  });

  test.each(Object.entries(damages))("but has %s goes with the end of its run", async (_, sql) => {
    const path = await leftRun(newPath());
    changeStore(path, sql);
    const store = sqliteStore(path);
    expect((await new Executor({ workflow, config, store }).resume(runId)).state).toBe("Completed");
    expect(pagesIn(path)).toEqual([]);
    expect(await problemsOf(path)).toEqual([]);
  });

  test("since the records it stands for lost their end is found, and the run goes on from what is left", async () => {
    const path = await leftRun(newPath());
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
    const path = await leftRun(newPath());
    const other = new Executor({ workflow, config, store: fullAfter(sqliteStore(path), 150), runId: "other" });
    await expect(other.run()).rejects.toThrow("the disk is full");
    changeStore(path, "UPDATE checkpoints SET run = (SELECT no FROM runs WHERE run_id = 'other')");
    const executor = new Executor({ workflow, config, store: sqliteStore(path) });
    const { problems } = await Effect.runPromise(verifyRun(path, "other"));
    expect(problems.map(({ reason }) => reason)).toEqual([expect.stringContaining("checkpoint")]);
    expect((await executor.resume("other")).state).toBe("Completed");
  });

  test("goes with its run when that is removed", async () => {
    const path = await leftRun(newPath());
    expect(pagesIn(path).map(({ page }) => page)).toEqual([0, 1, 2]);
    await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
    expectNothingLoose(path);
  });
});
