import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, type ObserverFailure } from "../../src/index.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

describe("an observer", () => {
  test("hears every record once, in order, and only after it is in the status", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const heard: JournalRecord[] = [];
        let early = 0;
        const { executor } = build(random, {
          observe: (record) => {
            heard.push(record);
            if (executor.status.getRecord(record.seq)?.type !== record.type || executor.status.seq < record.seq)
              early++;
          },
        });
        await executor.run();
        expect(early).toBe(0);
        expect(heard).toEqual(executor.status.records);
        expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, at) => at + 1));
      }),
      { numRuns: 50 },
    );
  });

  test("that ends the run hears what follows from it after what it was told of, as every other one does", async () => {
    const workflow = defineWorkflow("waiting").module("Loader", {
      run: ({ experimentName }) => (experimentName === "ends" ? 1 : new Promise(() => undefined)),
    });
    const config = { Loader: { waits: {}, waitsToo: {}, ends: {} } };
    const heard: number[][] = [[], []];
    const executor = new Executor({ workflow, config, concurrency: 3 });
    executor.observe((record) => {
      heard[0]?.push(record.seq);
      if (record.type === "module.completed") executor.cancel();
    });
    executor.observe((record) => heard[1]?.push(record.seq));
    await executor.run();
    const seqs = executor.status.records.map(({ seq }) => seq);
    expect(heard).toEqual([seqs, seqs]);
    expect(executor.status.executionCounts).toMatchObject({ Completed: 1, Failed: 2 });
  });

  test("that throws or rejects is reported once, and neither breaks the run nor silences another one", async () => {
    const bad = fc.constantFrom("throws", "rejects", "throws later", "fine");
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.array(bad, { maxLength: 4 }), fc.boolean(), async (random, kinds, loud) => {
        const reported: ObserverFailure[] = [];
        const { executor } = build(random, {
          onObserverError: (failure) => {
            reported.push(failure);
            if (loud) throw new Error("the reporter failed too");
          },
        });
        const heard = kinds.map((kind) => {
          const own: number[] = [];
          executor.observe((record) => {
            own.push(record.seq);
            if (kind === "rejects") return Promise.reject(new Error(kind));
            if (kind === "throws" || (kind === "throws later" && record.seq > 2)) throw new Error(kind);
            return undefined;
          });
          return own;
        });
        const outcome = await executor.run();
        await Promise.resolve();
        const { records } = executor.status;
        expect(outcome.state).toBe(executor.status.state);
        for (const own of heard) expect(own).toEqual(records.map(({ seq }) => seq));
        expect(reported.map(({ thrown }) => (thrown as Error).message).toSorted()).toEqual(
          kinds.filter((kind) => kind !== "fine").toSorted(),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("that was taken back hears no more, also in the middle of a run", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.nat(20), async (random, until) => {
        const heard: number[] = [];
        const { executor } = build(random);
        const stop = executor.observe(({ seq }) => {
          heard.push(seq);
          if (seq >= until) stop();
        });
        await executor.run();
        expect(heard.length).toBe(Math.min(Math.max(until, 1), executor.status.seq));
      }),
      { numRuns: 30 },
    );
  });

  test("may look at everything while the run goes on: no view is ahead of, or behind, the record it was told", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        let looked = 0;
        const { executor } = build(random, {
          observe: (record) => {
            const { status } = executor;
            const last = status.records.at(-1);
            if (record !== last) return;
            const summary = status.getStatusSummary();
            expect(summary.totalSnapshots).toBe(status.snapshots.length);
            expect(summary.totalChanges).toBe(status.changes.length);
            expect(summary.totalTimings).toBe(status.getTiming().length);
            expect(summary.lastSnapshot).toBe(status.snapshots.at(-1)?.snapshotId ?? null);
            expect(summary.lastChange).toBe(status.changes.at(-1)?.changeId ?? null);
            looked++;
          },
          onObserverError: ({ thrown }) => {
            failures.push(thrown);
          },
        });
        const failures: unknown[] = [];
        await executor.run();
        expect(failures).toEqual([]);
        expect(looked).toBeGreaterThan(1);
      }),
      { numRuns: 30 },
    );
  });
});
