import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, StoreError, type StoreService } from "../../src/index.ts";
import { inMemoryRun } from "../../src/store/in-memory-run.ts";
import { findings } from "./normalise.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

type Append = (records: readonly JournalRecord[]) => Effect.Effect<void, StoreError>;

/** A store of one run that keeps nothing: `append` is all there is to it. */
const storeWith = (append: Append): Effect.Effect<StoreService> =>
  Effect.succeed({
    own: () => Effect.succeed({ ...inMemoryRun(), journal: { append } }),
    runs: Effect.succeed([]),
    records: () => Effect.succeed([]),
    results: () => Effect.succeed({ get: () => undefined }),
    findReusable: () => Effect.die("nothing is reused here"),
  });

const leaves = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`e${n}`, {}]));

describe("records that several workers make at the same time", () => {
  test("are appended together", async () => {
    const sizes: number[] = [];
    const workflow = defineWorkflow("wide").module("Only", { run: ({ experimentName }) => experimentName });
    const store = storeWith((records) => Effect.sync(() => void sizes.push(records.length)));
    await new Executor({ workflow, config: { Only: leaves(64) }, concurrency: 8, store }).run();
    // A start and its experiment's, then an end and its experiment's: two appends for each execution by itself.
    const starts = Math.ceil(64 / 8);
    expect(sizes).toEqual([1, ...Array.from({ length: 2 * starts }, () => 16), 1]);
  });

  test("make the journal that they would have made one after the other, but for its order", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        fc.integer({ min: 2, max: 5 }),
        fc.boolean(),
        async (random, concurrency, late) => {
          const kept: JournalRecord[] = [];
          const store = storeWith((records) =>
            Effect.andThen(
              late ? Effect.promise(() => new Promise((resolve) => void setImmediate(resolve))) : Effect.void,
              Effect.sync(() => void kept.push(...records)),
            ),
          );
          const together = build(random, { concurrency, store, runId: "r", retain: "all" });
          const alone = build(random, { concurrency: 1, runId: "r", retain: "all" });
          await Promise.all([together.executor.run(), alone.executor.run()]);
          expect(kept).toEqual(together.executor.status.records);
          expect(findings(together.executor.status)).toEqual(findings(alone.executor.status));
          expect(together.calls).toEqual(alone.calls);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are told to nobody, and lead to no module call, before they are kept", async () => {
    const kept = new Set<number>();
    const started = new Map<string, number>();
    const early: unknown[] = [];
    const store = storeWith((records) =>
      Effect.andThen(
        Effect.promise(() => new Promise((resolve) => void setImmediate(resolve))),
        Effect.sync(() => {
          for (const record of records) {
            kept.add(record.seq);
            if (record.type === "module.started") started.set(record.experimentName, record.seq);
          }
        }),
      ),
    );
    const workflow = defineWorkflow("told").module("Only", {
      run: ({ experimentName }) => void (started.has(experimentName) || early.push(experimentName)),
    });
    const executor = new Executor({ workflow, config: { Only: leaves(20) }, concurrency: 6, store });
    executor.observe(({ seq }) => void (kept.has(seq) || early.push(seq)));
    await executor.run();
    expect(early).toEqual([]);
  });

  test("are all refused when their append fails: the run stops, and nobody heard of them", async () => {
    const full = new StoreError({ reason: "full", subject: "disk", detail: "no space is left.", cause: undefined });
    let appends = 0;
    const store = storeWith(() => (++appends > 4 ? Effect.fail(full) : Effect.void));
    const workflow = defineWorkflow("full").module("Only", { run: () => 1 });
    const executor = new Executor({ workflow, config: { Only: leaves(40) }, concurrency: 8, store });
    const heard: number[] = [];
    executor.observe(({ seq }) => void heard.push(seq));
    await expect(executor.run()).rejects.toThrow("no space is left");
    expect(heard).toHaveLength(1 + 3 * 16);
    expect(executor.status.seq).toBe(heard.length);
  });
});
