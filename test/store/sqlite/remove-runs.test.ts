import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import type { RunId } from "../../../src/journal/record.ts";
import { type Removal, removeRuns, type RemoveRunsOptions, verifyRun } from "../../../src/store/sqlite/index.ts";
import { ManualClock } from "../../regressions/manual-clock.ts";
import {
  carryOut,
  expectWhole,
  type GivenRun,
  listed,
  newPath,
  removeFolder,
  open,
  problemsOf,
  storeOf,
  totals,
  valueOf,
  ways,
  workflow,
} from "./removal-fixture.ts";
import { blobFilesOf, expectNothingLoose, rowsOf } from "./store-files.ts";

afterAll(removeFolder);

const run: fc.Arbitrary<GivenRun> = fc.record({
  values: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom("Completed", "Failed", "InProgress"),
  laterMs: fc.nat(3),
});
const rule: fc.Arbitrary<RemoveRunsOptions> = fc
  .record({ keep: fc.nat(6), olderThanMs: fc.nat(8), unfinished: fc.boolean() }, { requiredKeys: [] })
  .filter(({ keep, olderThanMs }) => keep !== undefined || olderThanMs !== undefined);

describe("removeRuns", () => {
  test("removes what its rule says, keeps the rest whole, and foresees it all", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(run, { maxLength: 7 }),
        fc.array(rule, { minLength: 1, maxLength: 2 }),
        async (runs, rules) => {
          const { path, clock } = await storeOf(runs);
          const ever = (await totals(path)).kept;
          for (const given of rules) {
            clock.advance(2);
            const before = await listed(path);
            const foreseen = await clock.run(removeRuns(path, { ...given, dryRun: true }));
            expect(await listed(path)).toEqual(before);
            const removal = await clock.run(removeRuns(path, given));

            const matching = before
              .slice(given.keep ?? 0)
              .filter(({ updatedAt }) => clock.currentTimeMillisUnsafe() - updatedAt > (given.olderThanMs ?? -1));
            const goes = matching.filter(({ state }) => given.unfinished === true || state !== "InProgress");
            const ids = goes.map(({ runId }) => runId);
            expect(removal.removed.map(({ runId }) => runId)).toEqual(ids);
            expect(removal.spared).toEqual({
              inUse: [],
              unfinished: matching.filter((one) => !goes.includes(one)).map(({ runId }) => runId),
            });
            expect(await listed(path)).toEqual(before.filter(({ runId }) => !ids.includes(runId)));
            expect(foreseen).toEqual({ ...removal, dryRun: true, fileBytes: foreseen.fileBytes });
            expect(foreseen.fileBytes.before).toBe(foreseen.fileBytes.after);

            const { kept, removed } = await totals(path);
            expect(removal.totals).toEqual({ kept, removed });
            expect([kept.runs + removed.runs, kept.records + removed.records]).toEqual([ever.runs, ever.records]);
            for (const state of ["NotStarted", "InProgress", "Completed", "Failed"] as const)
              expect(kept.executions[state] + removed.executions[state]).toBe(ever.executions[state]);
            await expectWhole(path);
            expectNothingLoose(path);
            for (const runId of ids)
              for (const way of ways(path, runId)) await expect(way).rejects.toMatchObject({ reason: "removed" });
          }
        },
      ),
      { numRuns: 25 },
    ));

  it("refuses a rule without a bound, and one that is none, and changes nothing", async () => {
    const { path } = await storeOf([{ values: [1], end: "Completed", laterMs: 0 }]);
    for (const bad of [
      {},
      { unfinished: true },
      { keep: -1 },
      { keep: 1.5 },
      { keep: NaN },
      { olderThanMs: -1 },
      { olderThanMs: NaN },
    ])
      await expect(Effect.runPromise(removeRuns(path, bad))).rejects.toMatchObject({ _tag: "ConfigError" });
    expect(await listed(path)).toHaveLength(1);
  });

  it("refuses what nobody would read, and removes nothing: of a misspelt dryRun the runs would be gone", async () => {
    const { path } = await storeOf([{ values: [1], end: "Completed", laterMs: 0 }]);
    const misspelt: object = { dryrun: true };
    await expect(Effect.runPromise(removeRuns(path, { keep: 0, ...misspelt }))).rejects.toThrow(
      "dryrun: there is no such option. Did you mean dryRun?",
    );
    expect(await listed(path)).toHaveLength(1);
  });

  it("refuses a path without a store, and makes none", async () => {
    const path = newPath();
    for (const dryRun of [true, false])
      await expect(Effect.runPromise(removeRuns(path, { keep: 0, dryRun }))).rejects.toMatchObject({
        reason: "missing",
      });
    expect(existsSync(path)).toBe(false);
  });

  it("says when a removed run was removed, and does not give its id to another", async () => {
    const { path, clock } = await storeOf([{ values: [1], end: "Completed", laterMs: 0 }]);
    clock.advance(86_400_000);
    await clock.run(removeRuns(path, { keep: 0 }));
    const message = `${path}: the run r0 was removed on 1970-01-02T00:00:00.000Z. `;
    const again = new Executor({ workflow, config: { Loader: { one: { n: 1 } } }, store: open(path), runId: "r0" });
    await expect(again.run()).rejects.toThrow(message);
    await expect(again.resume("r0")).rejects.toThrow(message);
    await expect(Effect.runPromise(verifyRun(path, "r0"))).rejects.toThrow(message);
    const other = new Executor({ workflow, config: { Loader: { one: { n: 1 } } }, store: open(path) });
    await expect(other.retry("r0")).rejects.toThrow(message);
    expect(await totals(path)).toMatchObject({ kept: { runs: 0 }, removed: { runs: 1 } });
  });

  it("never removes a run that a process owns, finished or not", async () => {
    const path = newPath();
    const during: Removal[] = [];
    const removing = defineWorkflow("removing").module("Loader", {
      run: async () => {
        during.push(await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true })));
        during.push(await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true, dryRun: true })));
        during.push(await Effect.runPromise(removeRuns(path, { keep: 0 })));
        return 1;
      },
    });
    await new Executor({ workflow: removing, config: { Loader: { one: {} } }, store: open(path), runId: "mine" }).run();
    for (const { removed, spared } of during)
      expect({ removed, spared }).toEqual({ removed: [], spared: { inUse: ["mine"], unfinished: [] } });
    const whileOwned = Effect.gen(function* () {
      yield* (yield* open(path)).own("mine" as RunId);
      return yield* removeRuns(path, { keep: 0 });
    });
    expect(await Effect.runPromise(Effect.scoped(whileOwned))).toMatchObject({
      removed: [],
      spared: { inUse: ["mine"] },
    });
    expect(await problemsOf(path, "mine")).toEqual([]);
  });

  it("leaves runs that were begun from a removed one with all their results", async () => {
    const path = newPath();
    const config = { Loader: { small: { n: 2 }, large: { n: 3 } } };
    const first = new Executor({ workflow, config, store: open(path), runId: "first" });
    await first.run();
    const next = new Executor({ workflow, config, store: open(path), runId: "next" });
    await next.retry("first");
    expect(next.status.records.filter((record) => record.type === "module.completed")).toMatchObject([
      { origin: "reused" },
      { origin: "reused" },
    ]);
    await Effect.runPromise(removeRuns(path, { keep: 1 }));
    expect(await problemsOf(path, "next")).toEqual([]);
    const last = new Executor({ workflow, config, store: open(path), runId: "last" });
    await last.retry("next");
    expect(Object.values(last.getResult()).map(({ data }) => data)).toEqual([valueOf(2), valueOf(3)]);
  });

  it("removes files that a process which died never referred to, and none that are not its own", async () => {
    const { path } = await storeOf([{ values: [1], end: "Completed", laterMs: 0 }]);
    const [needed = ""] = blobFilesOf(path);
    const hash = "ab".repeat(32);
    mkdirSync(join(`${path}.blobs`, "ab"));
    const left = [join(`${path}.blobs`, "ab", hash), `${needed}.4711-1.tmp`];
    const foreign = join(`${path}.blobs`, "ab", "notes.txt");
    for (const file of [...left, foreign]) writeFileSync(file, "x");
    await Effect.runPromise(removeRuns(path, { keep: 9 }));
    expect(blobFilesOf(path).toSorted()).toEqual([needed, foreign].toSorted());
  });

  it("gives space back to the disk, also of a file that an earlier version made", async () => {
    const padding = Array.from({ length: 300 }, (_, n) => n * 2);
    for (const old of [false, true]) {
      const path = newPath();
      if (old) cpSync(join(import.meta.dirname, "../golden/v1.db"), path);
      await carryOut(path, "large", { values: padding, end: "Completed", laterMs: 0 }, new ManualClock());
      const { fileBytes } = await Effect.runPromise(removeRuns(path, { keep: 0, unfinished: true }));
      expect(fileBytes.after).toBeLessThan(fileBytes.before / 2);
      expect(rowsOf(path, "PRAGMA freelist_count")).toEqual([{ freelist_count: 0 }]);
    }
  });
});
