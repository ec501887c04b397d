/** One worker's records are written in as few transactions as can be, and nothing but their grouping tells. */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, memoryStore, type StoreService } from "../../src/index.ts";
import { atOnce, nowOf } from "../../src/journal/at-once.ts";
import { clockOf } from "./clock-of.ts";
import { withoutTime } from "./normalise.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

type Batch = readonly JournalRecord[];

/** A memory store, with an ear for what it is told; with `waits`, each append is an Effect instead of being done at once. */
const heard = (batches: Batch[], waits = false): Effect.Effect<StoreService, never, Scope.Scope> =>
  Effect.map(memoryStore(), (store): StoreService => ({
    ...store,
    own: (runId) =>
      Effect.map(store.own(runId), (run) => {
        const keep = nowOf(run.journal.append);
        const append = atOnce((records: Batch) => {
          batches.push(Array.from(records));
          return keep(records);
        });
        return { ...run, journal: { append: waits ? (records) => append(records) : append } };
      }),
  }));

const typesOf = (batches: readonly Batch[]): readonly string[] =>
  batches.map((records) => records.map(({ type }) => type).join(" "));

const workflow = defineWorkflow("one after the other")
  .module("Loader", { run: () => 1 })
  .module("Reporter", { run: ({ input }) => input.data + 1 });
const config = { Loader: { only: {} }, Reporter: { a: {}, b: {} } };

describe("the end of an execution", () => {
  test.each([
    ["at once", false],
    ["by an Effect", true],
  ])(
    "is written with the start that follows on it, also of the next experiment, where it is kept %s",
    async (_, waits) => {
      const batches: Batch[] = [];
      const { runEffect } = new Executor({ workflow, config, store: heard(batches, waits) });
      // While no time passes the event loop gets no turn, and nothing has to be kept before one.
      await Effect.runPromise(
        Effect.provideService(
          runEffect,
          Clock.Clock,
          clockOf(() => 0),
        ),
      );
      expect(typesOf(batches)).toEqual([
        "run.started",
        "experiment.started module.started",
        "module.completed module.started",
        "module.completed experiment.completed experiment.started module.started",
        "module.completed experiment.completed",
        "run.completed",
      ]);
    },
  );

  test("is on record before anybody who observes the run is told, and before the next start", async () => {
    const batches: Batch[] = [];
    const executor = new Executor({ workflow, config, store: heard(batches) });
    const seen: boolean[] = [];
    executor.observe(({ seq }) => seen.push((batches.at(-1)?.at(-1)?.seq ?? 0) >= seq));
    await executor.run();
    expect(new Set(seen)).toEqual(new Set([true]));
    expect(typesOf(batches)).not.toContain("module.completed module.started");
    expect(typesOf(batches).filter((types) => types.includes("module.completed"))).toHaveLength(3);
  });

  test("is on record when the module of the next is called, and has its own time", async () => {
    const batches: Batch[] = [];
    let now = 1_000;
    const found: string[] = [];
    const looking = defineWorkflow("looking")
      .module("Loader", { run: () => 1 })
      .module("Reporter", { run: () => found.push(batches.flat().at(-1)?.type ?? "nothing") });
    const executor = new Executor({ workflow: looking, config, store: heard(batches) });
    const clock = clockOf(() => now++);
    await Effect.runPromise(Effect.provideService(executor.runEffect, Clock.Clock, clock));
    expect(found).toEqual(["module.started", "module.started"]);
    const [end, start] = batches[2] ?? [];
    expect([end?.type, start?.type]).toEqual(["module.completed", "module.started"]);
    expect(end?.at).toBeLessThan(start?.at ?? 0);
    expect(executor.status.records.map(({ at }) => at)).toEqual(batches.flat().map(({ at }) => at));
  });

  test("is on record before the event loop gets a turn", async () => {
    const batches: Batch[] = [];
    const compute = (): number => {
      const until = performance.now() + 15;
      let turns = 0;
      while (performance.now() < until) turns++;
      return turns;
    };
    const busy = defineWorkflow("busy").module("Loader", { run: compute }).module("Reporter", { run: compute });
    const executor = new Executor({ workflow: busy, config, store: heard(batches) });
    const found: string[] = [];
    const look = (): void => {
      const last = batches.at(-1)?.at(-1)?.type;
      if (last !== undefined) found.push(last);
      if (last !== "run.completed") setImmediate(look);
    };
    setImmediate(look);
    await executor.run();
    expect(
      found.filter((type) => type === "module.completed" || type === "experiment.completed").length,
    ).toBeGreaterThan(0);
    expect(found).not.toContain("module.started");
  });

  test("that cancels its run is written by itself, and nothing starts after it", async () => {
    const batches: Batch[] = [];
    const cancelling = defineWorkflow("cancelling")
      .module("Loader", { run: () => executor.cancel("enough") })
      .module("Reporter", { run: () => 2 });
    const executor: { run: () => Promise<unknown>; cancel: (cause: unknown) => void } = new Executor({
      workflow: cancelling,
      config,
      store: heard(batches),
    });
    await executor.run();
    expect(typesOf(batches)).toEqual([
      "run.started",
      "experiment.started module.started",
      "module.completed",
      "experiment.failed",
      "run.failed",
    ]);
  });
});

test("a run has the same records whether somebody observes it or not, and at any moment those that were kept", async () => {
  let [runs, joined] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      randomWorkflow,
      fc.constantFrom("continue", "stop"),
      fc.boolean(),
      async (random, onFailure, waits) => {
        const [alone, observed]: [Batch[], Batch[]] = [[], []];
        const options = { concurrency: 1, onFailure, runId: "r" } as const;
        const first = build(random, { ...options, store: heard(alone, waits) });
        await first.executor.run();
        const second = build(random, { ...options, store: heard(observed, waits) });
        let early = 0;
        second.executor.observe(({ seq }) => {
          if ((observed.at(-1)?.at(-1)?.seq ?? 0) < seq) early++;
        });
        await second.executor.run();
        expect(early).toBe(0);
        expect(withoutTime(alone.flat())).toEqual(withoutTime(observed.flat()));
        expect(withoutTime(first.executor.status.records)).toEqual(withoutTime(alone.flat()));
        expect(alone.length).toBeLessThanOrEqual(observed.length);
        runs++;
        if (alone.length < observed.length) joined++;
      },
    ),
    { numRuns: 100 },
  );
  console.log(`${runs} runs, ${joined} in fewer transactions`);
  expect(joined).toBeGreaterThan(0);
});
