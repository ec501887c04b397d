import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";

import { experimentMachine, moduleMachine, runMachine } from "../../machines/index.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const workflow = defineWorkflow("wide")
  .module("Loader", { run: () => 1 })
  .module("Reporter", { run: ({ input }) => input.data });

/** A config of `experiments` paths, none of whose names was used before. */
const configOf = (experiments: number, batch: number): ConfigEntries => [
  ["Loader", Array.from({ length: experiments }, (_, at) => [`loader ${batch}-${at}`, {}] as const)],
  ["Reporter", [[`reporter ${batch}`, {}]]],
];

/** Everything that hangs on a machine definition, counted: XState memoises what it has seen of events by their type. */
const sizeOf = (root: object): number => {
  const seen = new Set<object>([root]);
  for (const value of seen)
    for (const member of Object.values(value))
      if (typeof member === "object" && member !== null) seen.add(member as object);
  return seen.size;
};

describe("2,000 experiments with names of their own", () => {
  test.each(["leaf", "machine"] as const)(
    "leave nothing in the machine definitions, module executions as %s",
    async (actors) => {
      const machines = [runMachine, experimentMachine, moduleMachine];
      await new Executor({ workflow, config: configOf(10, 0), actors }).run();
      const before = machines.map(sizeOf);
      await new Executor({ workflow, config: configOf(2000, 1), actors }).run();
      expect(machines.map(sizeOf)).toEqual(before);
    },
  );

  test("leave nothing behind at all, once their executor is gone", async () => {
    const perBatch = async (batch: number): Promise<number> => {
      await new Executor({ workflow, config: configOf(2000, batch) }).run();
      collect();
      return process.memoryUsage().heapUsed;
    };
    for (let warmUp = 0; warmUp < 3; warmUp++) await perBatch(warmUp);
    const heap: number[] = [];
    for (let batch = 3; batch < 15; batch++) heap.push(await perBatch(batch));
    // A single reading swings by two megabytes; the least of four does not. 300 bytes an experiment, as unique actor ids
    // would leave, were 4.8 MB over the eight batches between the least readings.
    expect(Math.min(...heap.slice(8)) - Math.min(...heap.slice(0, 4))).toBeLessThan(2_400_000);
  });
});

test("20,000 executions keep as much each as 10,000 do, with names of their own", { timeout: 60_000 }, async () => {
  const held: unknown[] = [];
  const heap = async (): Promise<number> => {
    await nextTurn();
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  /** What a finished run and its config hold together. Nothing is let go meanwhile, so that nothing is counted against it. */
  const heldByEach = async (executions: number, batch: number): Promise<number> => {
    const before = await heap();
    const executor = new Executor({ workflow, config: configOf(executions / 2, batch) });
    expect((await executor.run()).executions.Completed).toBe(executions);
    held.push(executor);
    return ((await heap()) - before) / executions;
  };
  await heldByEach(10_000, 100);
  const few = await heldByEach(10_000, 101);
  const many = await heldByEach(20_000, 102);
  // 440 bytes each were measured: two records, a result, and half of a config's name with its params.
  expect(many).toBeLessThan(700);
  expect(many / few).toBeLessThan(1.25);
  expect(held).toHaveLength(3);
});

describe("many runs", () => {
  test("listen once for the end of the process, and not at all when they are over", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const before = process.listenerCount("beforeExit");
    const config = configOf(1, 0);
    const runs = Array.from({ length: 30 }, () => new Executor({ workflow, config }).run());
    await Promise.all(runs);
    expect(warn).not.toHaveBeenCalled();
    expect(process.listenerCount("beforeExit")).toBe(before);
    warn.mockRestore();
  });

  test("of more than a million executions are planned when they are allowed", async () => {
    const config: ConfigEntries = [
      ["Loader", Array.from({ length: 1100 }, (_, at) => [`l${at}`, {}] as const)],
      ["Reporter", Array.from({ length: 1000 }, (_, at) => [`r${at}`, {}] as const)],
    ];
    const executor = new Executor({ workflow, config, maxExecutions: 2_000_000, signal: AbortSignal.abort() });
    const outcome = await executor.run();
    expect(outcome.executions.NotStarted).toBe(1_101_100);
  });
});
