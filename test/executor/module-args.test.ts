import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, encodeRecord, Executor, parseJournal, Status } from "../../src/index.ts";
import type { Json } from "../../src/schema/schema.ts";
import type { Args } from "./behaviour.ts";

/** Runs one module that does `act`, and gives the executor. */
const runOne = async (act: (args: Args) => unknown) => {
  const workflow = defineWorkflow("one").module("Only", { run: (args) => act(args as Args) });
  const executor = new Executor({ workflow, config: { Only: { once: {} } } });
  await executor.run();
  return executor;
};

const reread = (status: Status): Status =>
  Status.fromJournal(parseJournal(status.records.map((record) => `${encodeRecord(record)}\n`).join("")).records);

describe("annotate", () => {
  test("adds JSON to the context of the snapshot, as it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
        async (annotations) => {
          const { status } = await runOne(({ annotate }) => annotate(annotations as Record<string, Json>));
          const { context } = status.snapshots[1] ?? {};
          expect(JSON.parse(JSON.stringify(context))).toEqual({
            ...(JSON.parse(JSON.stringify(annotations)) as object),
            position: 0,
            attempt: 1,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test("of what JSON cannot hold is told in words, the same live and read back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.anything({ withBigInt: true, withMap: true })),
        async (hostile) => {
          const executor = await runOne(({ annotate }) => annotate(hostile as Record<string, Json>));
          expect(reread(executor.status).snapshots).toStrictEqual(executor.status.snapshots);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("takes a copy: what the module does with its object afterwards is not on record", async () => {
    const { status } = await runOne(({ annotate }) => {
      const told = { rows: [1] };
      annotate(told);
      told.rows.push(2);
    });
    expect(status.snapshots[1]?.context).toEqual({ rows: [1], position: 0, attempt: 1 });
  });
});

describe("step", () => {
  test("times values, promises and Effects, and says which failed", async () => {
    const executor = await runOne(({ step }) =>
      Effect.gen(function* () {
        step("value", () => 1);
        yield* step("effect", () => Effect.yieldNow);
        yield* Effect.promise(() => step("promise", () => Promise.resolve()));
        yield* Effect.exit(step("bad effect", () => Effect.fail("x")));
        yield* Effect.promise(() => step("bad promise", () => Promise.reject(new Error("x"))).catch(() => undefined));
        yield* Effect.try(() => step("bad value", () => JSON.parse("{"))).pipe(Effect.ignore);
      }),
    );
    expect(executor.getTiming().records.map(({ stepName, state }) => [stepName, state])).toEqual([
      ["value", "Completed"],
      ["effect", "Completed"],
      ["promise", "Completed"],
      ["bad effect", "Failed"],
      ["bad promise", "Failed"],
      ["bad value", "Failed"],
      ["run", "Completed"],
    ]);
  });

  test("called after the execution ended still works, and is not recorded", async () => {
    let late: Args["step"] | undefined;
    const { status } = await runOne(({ step }) => {
      late = step;
    });
    expect(late?.("late", () => 7)).toBe(7);
    expect(status.getTiming().length).toBe(1);
  });
});

describe("signal", () => {
  test("is let go when its execution ends: a later cancellation does not abort what is over", async () => {
    const signals: AbortSignal[] = [];
    const workflow = defineWorkflow("two")
      .module("Ended", { run: ({ signal }) => void signals.push(signal) })
      .module("Running", {
        run: ({ signal }) => {
          signals.push(signal);
          executor.cancel();
        },
      });
    const executor: Executor<readonly [], never, never> = new Executor({
      workflow,
      config: { Ended: { e: {} }, Running: { r: {} } },
    }) as never;
    await executor.run();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });
});
