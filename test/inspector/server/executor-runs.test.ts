import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { ActorLog } from "../../../src/inspector/server/actor-log.ts";
import { ExecutorRuns } from "../../../src/inspector/server/executor-runs.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { columnsOf } from "../columns-of.ts";

const workflow = defineWorkflow("watched")
  .module("Loader", { run: () => 1 })
  .module("Worker", {
    run: ({ experimentName }) => {
      if (experimentName === "bad") throw new Error("no");
      return Promise.resolve(2);
    },
  });

const config = { Loader: { a: {}, b: {}, c: {} }, Worker: { good: {}, bad: {} } };

/** Runs with somebody who looks, or keeps watching, from some records on; gives what is seen in the end. */
const watched = async (
  looksAt: readonly number[],
  watchesFrom: number,
  options: { readonly keepRecords?: number; readonly concurrency?: number } = {},
) => {
  const executor = new Executor({ workflow, config, ...options });
  const runs = new ExecutorRuns(executor, new ActorLog(() => 0));
  const records: JournalRecord[] = [];
  const looks: Promise<void>[] = [];
  let changes = 0;
  const look = async (atLeast: number): Promise<void> => {
    const feed = await runs.open(executor.status.runId ?? "");
    expect(feed?.run.length).toBeGreaterThanOrEqual(atLeast);
    if (atLeast >= watchesFrom && changes === 0) feed?.onChange(() => changes++);
  };
  executor.observe((record) => {
    records.push(record);
    if (record.seq === watchesFrom || looksAt.includes(record.seq)) looks.push(look(record.seq));
  });
  const { runId } = await executor.run();
  await Promise.all(looks);
  const feed = await runs.open(runId);
  return { feed, records, changes, runs };
};

describe("a run of an inspected executor", () => {
  test("is whole for whoever looks, whenever they look, and whether anybody looked before", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom({}, { keepRecords: 5 }, { concurrency: 3 }, { concurrency: 3, keepRecords: 1 }),
        async (looksAt, watchesFrom, options) => {
          const { feed, records } = await watched(looksAt, watchesFrom, options);
          const whole = columnsOf(records);
          expect(feed?.ended).toBe(true);
          expect(feed?.run.length).toBe(records.length);
          for (const { seq } of records) expect(feed?.run.row(seq)).toEqual(whole.row(seq));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("tells whoever watches of what comes", async () => {
    const { changes, records } = await watched([], 3);
    expect(changes).toBeGreaterThan(0);
    expect(changes).toBeLessThan(records.length);
  });

  test("is listed with its state and counts although nobody looked", async () => {
    const { runs, records } = await watched([], 1000);
    const [item] = await runs.list();
    expect(item).toMatchObject({ state: "Failed", records: records.length, live: false });
  });
});
