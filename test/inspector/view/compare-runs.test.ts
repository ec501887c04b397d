import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { type ComparedRun, compareRuns } from "../../../src/inspector/view/compare-runs.ts";
import { comparedFold } from "../../../src/inspector/view/compared-fold.ts";
import { siblings } from "../../../src/inspector/view/siblings.ts";
import { snapshotRows } from "../../../src/inspector/view/snapshot-rows.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";
import { foldAt } from "./fold-at.ts";

const folded = (records: readonly JournalRecord[]): RunFold => {
  const fold = new RunFold(columnsOf(records));
  fold.seek(records.length);
  return fold;
};

const compared = (records: readonly JournalRecord[]): ComparedRun => comparedFold(folded(records));

describe("two runs side by side", () => {
  test("of which one is the other are the same", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const { rows, counts } = compareRuns(compared(records), compared(records));
        expect(rows).toEqual([]);
        expect(counts.same).toBe(folded(records).plan.size.executions);
      }),
    );
  });

  test("turned round are worse where they were better", () => {
    fc.assert(
      fc.property(journal(), journal(), (one, other) => {
        const [there, back] = [
          compareRuns(compared(one), compared(other)),
          compareRuns(compared(other), compared(one)),
        ];
        expect([
          there.counts.broken,
          there.counts.missing,
          there.counts.slower,
          there.counts.changed,
          there.counts.other,
        ]).toEqual([back.counts.mended, back.counts.extra, back.counts.faster, back.counts.changed, back.counts.other]);
      }),
    );
  });

  test("are the same only where the same became of them", () => {
    let others = 0;
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const [all, some] = [compared(records), compared(records.slice(0, 1 + (place % records.length)))];
        const { rows, counts } = compareRuns(some, all);
        const isOther = (execution: number): boolean => some.side(execution).state !== all.side(execution).state;
        const numbers = Array.from({ length: all.plan.size.executions }, (_, execution) => execution);
        expect(counts.same).toBeLessThanOrEqual(numbers.length - numbers.filter(isOther).length);
        const told = rows.filter(({ kind }) => kind === "other").map(({ a, b }) => [a?.state, b?.state]);
        expect(told.filter((states) => states.includes("Completed") || states[0] === states[1])).toEqual([]);
        others += told.length;
      }),
    );
    expect(others).toBeGreaterThan(10);
  });

  test("show what takes longer now", () => {
    fc.assert(
      fc.property(journal({ ended: true }), fc.nat(), (records, place) => {
        const ended = records.filter((record) => record.type === "module.completed" && record.origin === "executed");
        fc.pre(ended.length > 0);
        const planted = ended[place % ended.length];
        const slower = records.map((record) =>
          record === planted && "durationMs" in record
            ? { ...record, durationMs: (record.durationMs ?? 0) * 2 + 6 }
            : record,
        );
        const { rows } = compareRuns(compared(records), compared(slower));
        expect(rows.map(({ kind, a }) => [kind, a?.execution])).toEqual([
          ["slower", planted !== undefined && "execution" in planted ? planted.execution : -1],
        ]);
      }),
    );
  });
});

describe("two branches of a run side by side", () => {
  test("have the same under each as what they are has in the other, whichever way round", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), fc.nat(), (records, place, other) => {
        const fold = folded(records);
        const run = comparedFold(fold);
        const total = fold.plan.size.executions;
        const a = place % total;
        const near = [a, ...siblings(fold.plan, a, 100)];
        const b = near[other % near.length] ?? a;
        const { counts, rows } = compareRuns(run, run, { a, b });
        // The tree is the same under each experiment of a module.
        expect([counts.missing, counts.extra]).toEqual([0, 0]);
        const size = fold.plan.subtreeSize(fold.plan.execution(a).depth);
        expect(rows.length + counts.same).toBe(size);
        for (const row of rows) expect((row.a?.execution ?? -1) - a).toBe((row.b?.execution ?? -1) - b);
        expect(compareRuns(run, run, { a: b, b: a }).counts.broken).toBe(counts.mended);
        expect(compareRuns(run, run, { a, b: a }).rows).toEqual([]);
      }),
    );
  });

  test("are those of all the experiments of a module at one place", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { plan } = folded(records);
        const execution = place % plan.size.executions;
        const { parent, depth } = plan.execution(execution);
        const expected = Array.from(plan.executions())
          .filter((each) => each.depth === depth && each.parent === parent && each.index !== execution)
          .map(({ index }) => index);
        expect(siblings(plan, execution, 100)).toEqual(expected);
        expect(siblings(plan, execution, 1)).toEqual(expected.slice(0, 1));
      }),
    );
  });
});

describe("the rows of snapshots", () => {
  test("are the snapshots of the status, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { fold, status } = foldAt(records, place);
        for (const phase of [undefined, "before", "after", "transition"] as const)
          expect(snapshotRows(fold, phase).map((each) => `${status.runId ?? ""}:${each}`)).toEqual(
            status.getSnapshots(phase === undefined ? {} : { phase }).map(({ snapshotId }) => snapshotId),
          );
      }),
    );
  });
});
