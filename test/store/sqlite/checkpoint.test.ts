/** A run goes on from its checkpoint as it would have from all its records. */
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JournalRecord, RunId } from "../../../src/index.ts";
import { decodeRecord } from "../../../src/journal/codec.ts";
import { JournalLog } from "../../../src/journal/journal-log.ts";
import { replay } from "../../../src/store/replay.ts";
import type { OwnedRun } from "../../../src/store/store.ts";
import { runSoFar } from "../../../src/store/sqlite/checkpoint/run-so-far.ts";
import { removeRuns, verifyRun } from "../../../src/store/sqlite/index.ts";
import { journal } from "../../../src/testing/index.ts";
import { largePlan, largeRun } from "../../bench/large-run.ts";
import {
  runId,
  owned,
  goOn,
  loaded,
  logOf,
  seenOf,
  viewsOf,
  leftRun,
  pagesIn,
  problemsOf,
} from "./checkpoint-fixture.ts";
import { newPath } from "./new-path.ts";

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
    const path = await leftRun(newPath());
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
