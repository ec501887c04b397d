/** PETsARD 1.6.0's defects in its timing, each as a claim about runstate. */
import { expect, test } from "vitest";

import { defineWorkflow, Executor, fromPetsardConfig, type TimingRecord } from "../../src/index.ts";
import { collected } from "./collected.ts";
import { ManualClock } from "./manual-clock.ts";

const names = (records: Iterable<TimingRecord>): readonly string[] =>
  Array.from(records, ({ moduleName, experimentName, stepName }) => `${moduleName}[${experimentName}] ${stepName}`);

test("11: the reference times every experiment as LoaderAdapter[default]; runstate names the module, the experiment and the path", async () => {
  const clock = new ManualClock();
  const workflow = defineWorkflow("named")
    .module("Loader", { run: ({ params }) => clock.advance(Number(params["takes"])) })
    .module("Synthesizer", { run: ({ step }) => step("fit", () => clock.advance(2)) });
  const config = { Loader: { quick: { takes: 1 }, slow: { takes: 90 } }, Synthesizer: { s: {} } };
  const executor = new Executor({ workflow, config });
  await clock.run(executor.runEffect);
  expect(names(executor.getTiming())).toEqual([
    "Loader[quick] run",
    "Synthesizer[s] fit",
    "Synthesizer[s] run",
    "Loader[slow] run",
    "Synthesizer[s] fit",
    "Synthesizer[s] run",
  ]);
  const timing = executor.getTiming();
  const sums = (rows: ReturnType<typeof timing.groupBy>) => rows.map(({ key, count, sum }) => [key, count, sum]);
  expect(sums(timing.filter({ moduleName: "Loader" }).groupBy("experimentName"))).toEqual([
    ["quick", 1, 0.001],
    ["slow", 1, 0.09],
  ]);
  expect(sums(timing.filter({ moduleName: "Synthesizer" }).groupBy("experimentKey"))).toEqual([
    ["Loader[quick]_Synthesizer[s]", 1, 0.002],
    ["Loader[slow]_Synthesizer[s]", 1, 0.002],
  ]);
});

test("12: the reference times nothing at log level WARNING, and orphans failures; runstate has no log level: the same records whatever the config says", async () => {
  const workflow = defineWorkflow("quiet")
    .module("Loader", { run: () => 1 })
    .module("Evaluator", {
      run: ({ experimentName }) => {
        if (experimentName === "bad") throw new Error("it broke");
        return 2;
      },
    });
  const timings: unknown[] = [];
  for (const level of ["DEBUG", "WARNING", "CRITICAL"]) {
    const text = `Executor: {log_level: ${level}}\nLoader: {l: {}}\nEvaluator: {good: {}, bad: {}}\n`;
    const executor = new Executor({ workflow, config: fromPetsardConfig(text) });
    await executor.run();
    const records = executor.getTiming().records;
    timings.push(records.map(({ moduleName, experimentName, state }) => [moduleName, experimentName, state]));
    expect(records.every(({ startTime, endTime }) => startTime <= endTime)).toBe(true);
    expect(executor.status.getFailures().map(({ error }) => error.message)).toEqual(["it broke"]);
  }
  const same = [
    ["Loader", "l", "Completed"],
    ["Evaluator", "good", "Completed"],
    ["Evaluator", "bad", "Failed"],
  ];
  expect(timings).toEqual([same, same, same]);
});

test("13: the reference loses overlapping timings of one module, and takes A_b + c for A + b_c; runstate times every execution by itself", async () => {
  const clock = new ManualClock();
  const gates = new Map(["e1", "e2"].map((name) => [name, Promise.withResolvers<void>()]));
  const bothStarted = Promise.withResolvers<void>();
  const firstEnded = Promise.withResolvers<void>();
  let started = 0;
  const overlapping = new Executor({
    workflow: defineWorkflow("overlap").module("M", {
      run: ({ experimentName }) => {
        started++;
        if (started === 1) clock.advance(10);
        else bothStarted.resolve();
        return gates.get(experimentName)?.promise;
      },
    }),
    config: { M: { e1: {}, e2: {} } },
    concurrency: 2,
    observe: ({ type }) => type === "module.completed" && firstEnded.resolve(),
  });
  const running = clock.run(overlapping.runEffect);
  await bothStarted.promise;
  clock.advance(10);
  gates.get("e1")?.resolve();
  await firstEnded.promise;
  clock.advance(20);
  gates.get("e2")?.resolve();
  await running;
  const spans = overlapping
    .getTiming()
    .filter({ stepName: "run" })
    .records.map(({ experimentName, startTime, endTime, durationSeconds }) => [
      experimentName,
      startTime,
      endTime,
      durationSeconds,
    ]);
  expect(spans).toEqual([
    ["e1", 0, 20, 0.02],
    ["e2", 10, 40, 0.03],
  ]);

  const joined = new Executor({
    workflow: defineWorkflow("joined")
      .module("A_b", { run: () => 1 })
      .module("A", { run: async () => 2 }),
    config: { A_b: { c: { repeat: 50 } }, A: { b_c: {}, c: {}, b: {}, _: {} } },
    concurrency: 4,
  });
  await joined.run();
  const timing = joined.getTiming().filter({ stepName: "run" });
  expect(new Set(timing.records.map(({ experimentKey }) => experimentKey)).size).toBe(250);
  expect([timing.length, timing.filter({ moduleName: "A", experimentName: "b_c" }).length]).toEqual([250, 50]);
  expect(joined.status.executionCounts).toMatchObject({ InProgress: 0, Completed: 250 });
});

test("14: the reference rounds to hundredths of a second, and prints 0 as N/A; runstate keeps every duration as measured", async () => {
  const clock = new ManualClock();
  const executor = new Executor({
    workflow: defineWorkflow("quick").module("Loader", { run: ({ params }) => clock.advance(Number(params["takes"])) }),
    config: { Loader: { none: { takes: 0 }, short: { takes: 0.000_123 }, odd: { takes: 4.567_891 } } },
  });
  await clock.run(executor.runEffect);
  const seconds = executor.getTiming().records.map(({ durationSeconds }) => durationSeconds);
  expect(seconds[0]).toBe(0);
  expect(seconds[1]).toBeCloseTo(0.000_000_123, 15);
  expect(seconds[2]).toBeCloseTo(0.004_567_891, 15);
});

/** Runs a workflow and forgets everything of it but a weak reference to its status. */
const forgottenStatus = async (): Promise<WeakRef<object>> => {
  const executor = new Executor({
    workflow: defineWorkflow("forgotten").module("Loader", { run: () => [{ a: 1 }] }),
    config: { Loader: { l: {} } },
  });
  await executor.run();
  expect(executor.getTiming()).toHaveLength(1);
  return new WeakRef(executor.status);
};

test("15: the reference mixes the timings of two executors, silences one of them, and never frees a Status; runstate keeps each to itself, and lets go of it", async () => {
  const turn = (): Promise<number> => Promise.resolve(1);
  const workflow = defineWorkflow("pair").module("Loader", { run: turn }).module("Reporter", { run: turn });
  const mine = new Executor({ workflow, config: { Loader: { mine: { repeat: 5 } }, Reporter: { r: {} } } });
  const yours = new Executor({
    workflow,
    config: { Executor: { concurrency: 2 }, Loader: { yours: { repeat: 5 } }, Reporter: { r: {} } },
  });
  await Promise.all([mine.run(), yours.run()]);
  const loaders = ({ status }: typeof mine | typeof yours) =>
    status
      .getTiming()
      .filter({ moduleName: "Loader" })
      .records.map(({ experimentName }) => experimentName);
  const whole = { stepName: "run" };
  expect([mine, yours].map((executor) => executor.getTiming().filter(whole).length)).toEqual([10, 10]);
  expect(loaders(mine).every((name) => name.startsWith("mine"))).toBe(true);
  expect(loaders(yours).every((name) => name.startsWith("yours"))).toBe(true);
  const ids = [mine, yours].flatMap(({ status }) => status.snapshots.map(({ snapshotId }) => snapshotId));
  expect(new Set(ids).size).toBe(40);

  expect(await collected(await forgottenStatus())).toBe(true);
});
