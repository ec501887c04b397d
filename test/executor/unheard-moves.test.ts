/** A run that nobody hears of is recorded by numbers: what it recorded is what it would have been told. */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord } from "../../src/index.ts";
import { findings, withoutTime } from "./normalise.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

/** A clock that goes on by a millisecond whenever it is asked, and on which every module takes `workMs`. */
const countingClock = (workMs: number): Clock.Clock => {
  let [now, nanos] = [1_000, 0n];
  const currentTimeMillisUnsafe = (): number => now++;
  const monotonicTimeNanosUnsafe = (): bigint => (nanos += BigInt(workMs) * 1_000_000n);
  return {
    currentTimeMillisUnsafe,
    currentTimeMillis: Effect.sync(currentTimeMillisUnsafe),
    currentTimeNanosUnsafe: () => 0n,
    currentTimeNanos: Effect.succeed(0n),
    monotonicTimeNanosUnsafe,
    monotonicTimeNanos: Effect.sync(monotonicTimeNanosUnsafe),
    sleep: () => Effect.void,
  };
};

describe("a run that nobody hears of", () => {
  test("of one worker has the very journal of a run that somebody hears of", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.constantFrom("continue", "stop"), async (workflow, onFailure) => {
        const told: JournalRecord[] = [];
        const options = { onFailure, concurrency: 1, runId: "the same" } as const;
        const heard = build(workflow, { ...options, observe: (record) => told.push(record) }).executor;
        const unheard = build(workflow, options).executor;
        expect(withoutTime(await unheard.run())).toEqual(withoutTime(await heard.run()));
        expect(withoutTime(unheard.status.records)).toEqual(withoutTime(told));
        expect(heard.status.records).toEqual(told);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    [
      "at the moment at which the one before it ended, when it follows at once",
      1,
      ["Trainer 0", "Reporter 1", "Trainer 0", "Reporter 1"],
    ],
    [
      "later than the one before it ended, when others got a turn between them",
      11,
      ["Trainer 1", "Reporter 1", "Trainer 1", "Reporter 1"],
    ],
  ])("starts an execution %s", async (_, workMs, expected) => {
    const workflow = defineWorkflow("one after the other")
      .module("Loader", { run: () => 1 })
      .module("Trainer", { run: async ({ input }) => input.data })
      .module("Reporter", { run: ({ input }) => input.data });
    const config = { Loader: { only: {} }, Trainer: { a: {}, b: {} }, Reporter: { all: {} } };
    const executor = new Executor({ workflow, config });
    await Effect.runPromise(Effect.provideService(executor.runEffect, Clock.Clock, countingClock(workMs)));
    const { records } = executor.status;
    const gaps = records.flatMap((record, place) => {
      if (record.type !== "module.started") return [];
      const ended = records.slice(0, place).findLast(({ type }) => type === "module.completed");
      return ended === undefined ? [] : [`${record.moduleName} ${record.at - ended.at}`];
    });
    expect(gaps).toEqual(expected);
  });

  test("of several workers finds out what a run finds out that somebody hears of", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (workflow) => {
        const heard = build(workflow, { observe: () => undefined }).executor;
        const unheard = build(workflow).executor;
        await Promise.all([heard.run(), unheard.run()]);
        expect(findings(unheard.status)).toEqual(findings(heard.status));
        const numbers = unheard.status.records.map(({ seq }) => seq);
        expect(numbers).toEqual(Array.from(heard.status.records, (_, place) => place + 1));
      }),
      { numRuns: 100 },
    );
  });

  test("tells whoever comes in the middle all that follows, and nobody who has left", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 1, max: 80 }), async (comes, stays) => {
        const told: JournalRecord[] = [];
        let recordedBefore = 0;
        const experiments = Array.from({ length: 10 }, (_, n) => [String(n), {}] as const);
        let calls = 0;
        const run = (): number => {
          if (calls++ === comes) {
            recordedBefore = executor.status.seq;
            const leave = executor.observe((record) => {
              told.push(record);
              if (told.length === stays) leave();
            });
          }
          return 1;
        };
        const workflow = defineWorkflow("met half-way").module("A", { run }).module("B", { run }).module("C", { run });
        const executor = new Executor({
          workflow,
          config: [
            ["A", experiments],
            ["B", [["b", {}]]],
            ["C", [["c", {}]]],
          ],
        });
        await executor.run();
        const { records } = executor.status;
        expect(told).toEqual(records.slice(recordedBefore, recordedBefore + stays));
        expect(records).toHaveLength(2 * 30 + 2 * 10 + 2);
      }),
      { numRuns: 60 },
    );
  });
});
