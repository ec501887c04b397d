import { setImmediate } from "node:timers/promises";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, type Status } from "../../src/index.ts";
import { isLegal } from "../journal/legal-journal.ts";
import { build, expectedOf, randomWorkflow } from "./workflow-arbitrary.ts";

const endsOf = ({ records }: Status): readonly JournalRecord[] =>
  records.filter(({ type }) => type === "run.completed" || type === "run.failed");

/** What holds of every run that was told to end, whenever it was told. */
const expectOver = (status: Status): void => {
  expect(endsOf(status)).toHaveLength(1);
  expect(status.records.at(-1)).toBe(endsOf(status)[0]);
  expect(status.executionCounts.InProgress).toBe(0);
  expect(status.experimentCounts.InProgress).toBe(0);
  expect(isLegal(status.records)).toBe(true);
};

describe("a cancelled run", () => {
  test("ends once, at whatever record it was cancelled, and leaves nothing in progress", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.nat(40), async (random, when) => {
        const controller = new AbortController();
        const { executor, calls } = build(random, { signal: controller.signal });
        executor.observe(({ seq }) => seq === when + 1 && controller.abort(new Error("enough")));
        const outcome = await executor.run();
        const { status } = executor;
        expectOver(status);
        const aborted = controller.signal.aborted && status.state === "Failed";
        const end = status.records.at(-1);
        // Aborted by its very last record, a run is over by then.
        const late = end?.seq === when + 1;
        expect(outcome.state === "Failed" && outcome.reason).toBe(
          status.state === "Completed" ? false : aborted && !late ? "cancelled" : "error",
        );
        for (const count of calls.values()) expect(count).toBe(1);
        // What had ended before is as the oracle says; what was in progress failed as cancelled.
        const expected = [...expectedOf(random).values()];
        for (const { execution, state, failure } of status.executions())
          expect(
            state === "NotStarted" || failure?.reason === "cancelled" || state === expected[execution]?.state,
          ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("that was cancelled before it began calls no module", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor, calls } = build(random, { signal: AbortSignal.abort("no") });
        const outcome = await executor.run();
        expect(calls.size).toBe(0);
        expect(outcome).toMatchObject({ state: "Failed", reason: "cancelled" });
        expect(executor.status.records.map(({ type }) => type)).toEqual(["run.started", "run.failed"]);
      }),
      { numRuns: 20 },
    );
  });

  test("that was cancelled after its end stays as it ended", async () => {
    const controller = new AbortController();
    const workflow = defineWorkflow("done").module("Only", { run: () => 1 });
    const executor = new Executor({ workflow, config: { Only: { a: {} } }, signal: controller.signal });
    await executor.run();
    const { seq } = executor.status;
    controller.abort();
    executor.cancel();
    expect([executor.status.state, executor.status.seq]).toEqual(["Completed", seq]);
  });

  test("aborts the signals of its modules with the cause, interrupts Effects, and ignores what comes late", async () => {
    const log: string[] = [];
    let settle: ((value: string) => void) | undefined;
    const workflow = defineWorkflow("three").module("Only", {
      run: ({ experimentName, signal }): unknown => {
        signal.addEventListener("abort", () => log.push(`${experimentName} aborted: ${String(signal.reason)}`));
        if (experimentName === "late") return new Promise<string>((resolve) => (settle = resolve));
        if (experimentName === "never") return new Promise(() => undefined);
        return Effect.never.pipe(
          Effect.onInterrupt(() =>
            Effect.promise(async () => {
              await setImmediate();
              log.push("finalised");
            }),
          ),
        );
      },
    });
    const executor = new Executor({ workflow, config: { Only: { late: {}, never: {}, effect: {} } }, concurrency: 3 });
    const run = executor.run();
    await setImmediate();
    expect(executor.status.executionCounts.InProgress).toBe(3);
    executor.cancel("enough");
    executor.cancel("twice");
    await run;
    expect(log).toEqual(["late aborted: enough", "never aborted: enough", "effect aborted: enough", "finalised"]);
    const { seq } = executor.status;
    settle?.("too late");
    await setImmediate();
    expect(executor.status.seq).toBe(seq);
    expect(executor.status.getFailures().map(({ reason, error }) => [reason, error.message])).toEqual(
      Array.from({ length: 3 }, () => ["cancelled", "enough"]),
    );
    expectOver(executor.status);
  });
});

test("a promise that rejects after the cancellation is nobody's unhandled rejection", async () => {
  const strays: unknown[] = [];
  const hear = (reason: unknown): void => void strays.push(reason);
  process.on("unhandledRejection", hear);
  let reject: ((reason: unknown) => void) | undefined;
  const workflow = defineWorkflow("late").module("Only", {
    run: () => new Promise((_, rejectLate) => (reject = rejectLate)),
  });
  const executor = new Executor({ workflow, config: { Only: { a: {} } } });
  const run = executor.run();
  await setImmediate();
  executor.cancel();
  await run;
  reject?.(new Error("late"));
  await setImmediate();
  process.off("unhandledRejection", hear);
  expect(strays).toEqual([]);
});

describe("interrupting the fiber of runEffect", () => {
  test("cancels the run, and is over only when that is recorded", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.nat(6), async (random, turns) => {
        const { executor } = build(random);
        const fiber = Effect.runFork(executor.runEffect);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        const exit = await Effect.runPromise(Effect.andThen(Fiber.interrupt(fiber), Fiber.await(fiber)));
        const { status } = executor;
        const started = status.seq > 0;
        expect(endsOf(status)).toHaveLength(started ? 1 : 0);
        expect(Exit.isSuccess(exit) ? "Completed Failed" : "NotStarted Completed Failed").toContain(status.state);
        expect(isLegal(status.records)).toBe(true);
        const again = await executor.run();
        expect(again.runId).toBe(executor.status.runId);
      }),
      { numRuns: 100 },
    );
  });

  test("waits for the finalizers of its modules", async () => {
    const log: string[] = [];
    const workflow = defineWorkflow("finalised").module("Only", {
      run: () =>
        Effect.never.pipe(
          Effect.onInterrupt(() => Effect.promise(() => setImmediate()).pipe(Effect.map(() => log.push("finalised")))),
        ),
    });
    const executor = new Executor({ workflow, config: { Only: { a: {} } } });
    const fiber = Effect.runFork(executor.runEffect);
    await setImmediate();
    await Effect.runPromise(Fiber.interrupt(fiber));
    expect(log).toEqual(["finalised"]);
    expect(executor.status.failure).toBe("cancelled");
    expectOver(executor.status);
  });
});
