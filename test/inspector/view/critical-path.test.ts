import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { criticalPath } from "../../../src/inspector/view/critical-path.ts";
import { journal } from "../../../src/testing/index.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { columnsOf } from "../columns-of.ts";

const workflow = defineWorkflow("steps")
  .module("Loader", { run: () => 1 })
  .module("Worker", { run: () => new Promise(setImmediate) })
  .module("Reporter", { run: () => 3 });

const foldOf = async (
  concurrency: number,
  loaders: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<RunFold> => {
  const config = { Loader: loaders, Worker: { c: {}, d: {} }, Reporter: { e: {} } };
  const executor = new Executor({ workflow, config, concurrency });
  const records: JournalRecord[] = [];
  executor.observe((record) => records.push(record));
  await executor.run();
  const fold = new RunFold(columnsOf(records));
  fold.seek(records.length);
  return fold;
};

describe("the critical path", () => {
  test("is, of any journal at any record, a chain in which each had ended before the next began", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const fold = new RunFold(columnsOf(records));
        fold.seek(1 + (place % records.length));
        const path = criticalPath(fold).toReversed();
        const began = path.map((execution) => fold.firstSeq[execution] ?? 0);
        const ended = path.map((execution) => fold.lastSeq[execution] ?? 0);
        expect(path.slice(0, 1).map((execution) => fold.depths[execution])).toEqual(path.length === 0 ? [] : [0]);
        expect(began.every((seq, nth) => seq > (ended[nth - 1] ?? 0))).toBe(true);
      }),
    );
  });

  test("is every execution where one runs at a time: each waited for all before it", async () => {
    const fold = await foldOf(1, { a: {}, b: {} });
    expect(criticalPath(fold).toReversed()).toEqual(Array.from(fold.states.keys()));
  });

  test("is the branch that ended last where nothing had to wait for room", async () => {
    const fold = await foldOf(100, { a: {} });
    const [last, ...above] = criticalPath(fold);
    expect([last, ...above]).toHaveLength(3);
    expect(above[0]).toBe(fold.plan.execution(last ?? 0).parent);
  });
});
