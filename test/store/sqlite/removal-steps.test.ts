import { cpSync } from "node:fs";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, describe, expect, it } from "vitest";

import { Executor, type StoreService } from "../../../src/index.ts";
import { removeRuns } from "../../../src/store/sqlite/index.ts";
import { openDatabase } from "../../../src/store/sqlite/open-database.ts";
import { removalSteps } from "../../../src/store/sqlite/removal-steps.ts";
import { applyRule } from "../../../src/store/sqlite/retention-rule.ts";
import { ManualClock } from "../../regressions/manual-clock.ts";
import {
  carryOut,
  expectWhole,
  type GivenRun,
  listed,
  newPath,
  open,
  problemsOf,
  removeFolder,
  storeOf,
  totals,
  workflow,
} from "./removal-fixture.ts";
import { dyingBefore } from "./dying-before.ts";
import { blobFilesOf, expectNothingLoose } from "./store-files.ts";

afterAll(removeFolder);

describe("a removal", () => {
  const given: readonly GivenRun[] = [
    // So many records that they go in more than one step.
    { values: Array.from({ length: 270 }, (_, n) => n % 5), end: "Completed", laterMs: 1 },
    { values: [3, 4, 5, 6], end: "Failed", laterMs: 1 },
    { values: [5, 6, 7, 8], end: "Completed", laterMs: 1 },
  ];
  const copyOf = (path: string): string => {
    const copy = newPath();
    cpSync(join(path, ".."), join(copy, ".."), { recursive: true });
    return copy;
  };
  /** Begins to remove all but the newest run; each `next` is a step. */
  const begin = (path: string) => {
    const database = openDatabase(path, { durability: "full" });
    const { go } = applyRule(database, { keep: 1 }, 0);
    const steps = removalSteps(database, go, 0, { removed: [], inUse: [] });
    /** Goes so many steps; whether there were as many. */
    const goOn = (count: number): boolean => {
      for (let step = 0; step < count; step++) if (steps.next().done === true) return false;
      return true;
    };
    return { goOn, close: () => database.close() };
  };

  it("that is stopped after any of its steps leaves a store that verifies, and is finished by the next", async () => {
    const { path } = await storeOf(given);
    const whole = copyOf(path);
    const removal = await Effect.runPromise(removeRuns(whole, { keep: 1 }));
    let stops = 0;
    for (let more = true; more; stops++) {
      const copy = copyOf(path);
      const { goOn, close } = begin(copy);
      more = goOn(stops);
      close();
      await expectWhole(copy);
      expect(await totals(copy)).toEqual(stops === 0 ? await totals(path) : removal.totals);
      await Effect.runPromise(removeRuns(copy, { keep: 1 }));
      expect(await totals(copy)).toEqual(removal.totals);
      expect(await listed(copy)).toEqual(await listed(whole));
      await expectWhole(copy);
      expectNothingLoose(copy);
    }
    expect(stops).toBeGreaterThan(10);
    console.log(`stopped after each of ${stops - 1} steps`);
  });

  it("that dies before any of its statements leaves a store that verifies, and is finished by the next", async () => {
    const { path } = await storeOf(given.slice(1));
    const before = await totals(path);
    const clock = new ManualClock();
    const whole = copyOf(path);
    const statements = await dyingBefore(Infinity, () => clock.run(removeRuns(whole, { keep: 1 })));
    const after = await totals(whole);
    expect(after.removed.runs).toBe(1);
    for (let statement = 1; statement <= statements; statement++) {
      const copy = copyOf(path);
      await dyingBefore(statement, () => clock.run(removeRuns(copy, { keep: 1 })));
      await expectWhole(copy);
      expect([before, after]).toContainEqual(await totals(copy));
      await clock.run(removeRuns(copy, { keep: 1 }));
      expect(await totals(copy)).toEqual(after);
      await expectWhole(copy);
      expectNothingLoose(copy);
    }
    console.log(`died before each of ${statements} statements`);
  });

  it("that goes on at the same time as another removes each run once", async () => {
    const { path } = await storeOf(given);
    const both = await Promise.all([3, 1].map((keep) => Effect.runPromise(removeRuns(path, { keep: keep - 1 }))));
    const removed = both.flatMap((removal) => removal.removed.map(({ runId }) => runId));
    expect(removed.toSorted()).toEqual(["r0", "r1", "r2"]);
    await expectWhole(path);
    expectNothingLoose(path);
  });

  it("takes nothing from a run that comes to have the same results after any of its steps", async () => {
    const { path } = await storeOf(given);
    let steps = 0;
    for (let more = true; more; steps++) {
      const copy = copyOf(path);
      const { goOn, close } = begin(copy);
      more = goOn(steps);
      await carryOut(copy, "same", { values: [1, 2, 3, 4], end: "Completed", laterMs: 0 }, new ManualClock());
      goOn(Infinity);
      close();
      expect((await listed(copy)).map(({ runId }) => runId).toSorted()).toEqual(["r2", "same"]);
      await expectWhole(copy);
      expectNothingLoose(copy);
    }
  });

  it("takes nothing from a run that has written a file and not yet referred to it", async () => {
    const path = newPath();
    const filesBefore: number[] = [];
    const removing = Effect.map(open(path), (store): StoreService => ({
      ...store,
      own: (runId) =>
        Effect.map(store.own(runId), (own) => ({
          ...own,
          journal: {
            append: (batch) =>
              Effect.andThen(Effect.orDie(removeRuns(path, { keep: 0 })), () => {
                if (batch.some(({ type }) => type === "module.completed")) filesBefore.push(blobFilesOf(path).length);
                return own.journal.append(batch);
              }),
          },
        })),
    }));
    const config = { Loader: { large: { n: 3 } } };
    await new Executor({ workflow, config, store: removing, runId: "mine" }).run();
    // When its module had ended it was there; it was taken away, and written again with the record.
    expect(filesBefore).toEqual([0]);
    expect(blobFilesOf(path)).toHaveLength(1);
    expect(await problemsOf(path, "mine")).toEqual([]);
  });
});
