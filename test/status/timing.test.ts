import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { TestClock } from "effect/testing";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { clockOf } from "../executor/clock-of.ts";
import {
  decodeRecord,
  defineWorkflow,
  encodeRecord,
  Executor,
  TimingTable,
  type TimingRecord,
} from "../../src/index.ts";
import { quantile } from "../../src/status/quantile.ts";
import { build, randomWorkflow } from "../executor/workflow-arbitrary.ts";

const duration = fc.double({ min: 0, max: 1e6, noNaN: true });

const timingRecord: fc.Arbitrary<TimingRecord> = fc.record({
  recordId: fc.string(),
  moduleName: fc.constantFrom("Loader", "__proto__", "constructor"),
  experimentName: fc.constantFrom("a", "b"),
  experimentKey: fc.constantFrom("Loader[a]", "Loader[b]"),
  stepName: fc.constantFrom("run", "fit"),
  attempt: fc.constantFrom(1, 2),
  state: fc.constantFrom("Completed", "Failed"),
  startTime: fc.nat(),
  endTime: fc.nat(),
  durationSeconds: duration,
});

describe("groupBy", () => {
  const column = fc.constantFrom("moduleName", "experimentName", "experimentKey", "stepName", "state");

  test("says of each group what counting by hand says", () => {
    fc.assert(
      fc.property(fc.array(timingRecord), column, (records, by) => {
        const groups = new TimingTable(records).groupBy(by);
        const counted = records.filter(({ stepName }) => by === "stepName" || stepName === "run");
        const keys = [...new Set(counted.map((record) => record[by]))];
        expect(groups.map(({ key }) => key)).toEqual(keys);
        for (const group of groups) {
          const durations = counted
            .filter((record) => record[by] === group.key)
            .map(({ durationSeconds }) => durationSeconds);
          expect(group.count).toBe(durations.length);
          expect(group.sum).toBeCloseTo(
            durations.reduce((a, b) => a + b, 0),
            3,
          );
          expect(group.mean).toBeCloseTo(group.sum / group.count, 6);
          expect(group.max).toBe(Math.max(...durations));
          expect(group.p50).toBe(naiveQuantile(durations, 0.5));
          expect(group.p95).toBe(naiveQuantile(durations, 0.95));
        }
      }),
    );
  });
});

/** The definition: the value at place (n − 1)p of the sorted ones, between its two neighbours. */
const naiveQuantile = (values: readonly number[], p: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
};

describe("quantile", () => {
  const ascending = fc.array(duration, { minLength: 1 }).map((values) => values.toSorted((a, b) => a - b));

  test("lies between the least and the greatest, grows with p, and is each of them at its end", () => {
    fc.assert(
      fc.property(
        ascending,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, a, b) => {
          const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))];
          const slack = 1e-9 * (1 + (values.at(-1) ?? 0));
          expect(low).toBeLessThanOrEqual(high + slack);
          expect(low).toBeGreaterThanOrEqual((values[0] ?? 0) - slack);
          expect(high).toBeLessThanOrEqual((values.at(-1) ?? 0) + slack);
          expect([quantile(values, 0), quantile(values, 1)]).toEqual([values[0], values.at(-1)]);
        },
      ),
    );
  });

  test("is what NumPy and R (type 7) say", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 0.95)).toBeCloseTo(3.85);
    expect(quantile([7], 0.95)).toBe(7);
  });
});

/** A clock that jumps about as it likes, its monotonic time too. */
const jumping = (steps: readonly number[]): Clock.Clock => {
  let asked = 0;
  const now = (): number => steps[asked++ % steps.length] ?? 0;
  return clockOf(now, () => BigInt(now()) * 1_000_000n);
};

describe("time", () => {
  test("that jumps backwards makes no duration negative, and no record unreadable", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.array(fc.nat(1e6), { minLength: 2, maxLength: 9 }), async (random, steps) => {
        const { executor } = build(random);
        const outcome = await Effect.runPromise(Effect.provideService(executor.runEffect, Clock.Clock, jumping(steps)));
        expect(outcome.durationMs).toBeGreaterThanOrEqual(0);
        const { status } = executor;
        for (const { durationSeconds } of status.getTiming()) expect(durationSeconds).toBeGreaterThanOrEqual(0);
        for (const record of status.records)
          expect(decodeRecord(JSON.parse(encodeRecord(record)))).toStrictEqual(record);
      }),
      { numRuns: 60 },
    );
  });

  test("is Effect's: under a TestClock a run takes exactly as long as its modules sleep", async () => {
    const workflow = defineWorkflow("slow").module("Sleeper", {
      run: ({ step }) => step("nap", () => Effect.as(Effect.sleep("2 hours"), 1)),
    });
    const executor = new Executor({ workflow, config: { Sleeper: { a: {}, b: {} } }, concurrency: 2 });
    const program = Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(executor.runEffect);
      yield* TestClock.adjust("90 minutes");
      expect(executor.status.executionCounts).toMatchObject({ InProgress: 2, Completed: 0 });
      yield* TestClock.adjust("30 minutes");
      return yield* Fiber.join(fiber);
    });
    const outcome = await Effect.runPromise(Effect.provide(program, TestClock.layer()));
    expect(outcome.durationMs).toBe(7_200_000);
    expect(executor.getTiming().records.map(({ stepName, durationSeconds }) => [stepName, durationSeconds])).toEqual([
      ["queue", 0],
      ["nap", 7200],
      ["run", 7200],
      ["nap", 7200],
      ["run", 7200],
    ]);
  });
});

describe('a step called "run"', () => {
  test("is refused: it would be counted as a second whole execution", async () => {
    const workflow = defineWorkflow("one").module("Only", { run: ({ step }) => step("run", () => 1) });
    const executor = new Executor({ workflow, config: { Only: { a: {} } } });
    await executor.run();
    expect(executor.status.getFailures()[0]?.error.message).toBe(
      'step("run"): the execution itself is timed under that name. Give the step another one.',
    );
    expect(executor.getTiming().groupBy("moduleName")[0]?.count).toBe(1);
  });
});
