/** PETsARD 1.6.0's defects in keeping branches and callers apart, each as a claim about runstate. */
import { expect, test } from "vitest";

import { type ConfigInput, defineWorkflow, Executor, JournalError, Status } from "../../src/index.ts";
import { refusedNames, thrownBy } from "./thrown.ts";

test("21: the reference's Splitter sees the splits of the branches before it, so order decides; runstate's branch has the same result alone, in any order, and in parallel", async () => {
  const workflow = defineWorkflow("splits")
    .module("Loader", { run: ({ experimentName }) => ({ name: experimentName, seen: new Set<string>() }) })
    .module("Splitter", {
      run: ({ input, experimentName, repeat }) => {
        const { name, seen } = input.data;
        seen.add(experimentName);
        return { name, part: repeat?.index, seen: [...seen] };
      },
    })
    .module("Synthesizer", { run: async ({ input, upstream }) => [input.data, [...upstream("Loader").data.seen]] });
  const resultsOf = async (loaders: readonly string[], concurrency: number) => {
    const executor = new Executor({
      workflow,
      config: [
        ["Loader", loaders.map((name) => [name, {}])],
        ["Splitter", [["sp", { repeat: 3 }]]],
        ["Synthesizer", [["s", {}]]],
      ],
      concurrency,
    });
    await executor.run();
    return executor.getResult();
  };
  const together = await resultsOf(["l1", "l2"], 1);
  expect(Object.keys(together)).toHaveLength(6);
  expect(together["Loader[l2]_Splitter[sp_[3-2]]_Synthesizer[s]"]?.data).toEqual([
    { name: "l2", part: 2, seen: ["sp_[3-2]"] },
    [],
  ]);
  expect(await resultsOf(["l2", "l1"], 1)).toEqual(together);
  expect(await resultsOf(["l1", "l2"], 6)).toEqual(together);
  expect({ ...(await resultsOf(["l1"], 1)), ...(await resultsOf(["l2"], 1)) }).toEqual(together);
});

test("22: the reference records a module outside the sequence once, and fails on it the second time; runstate refuses it in a config, and in a journal, and records nothing of it", async () => {
  const workflow = defineWorkflow("sequence").module("Loader", { run: () => [{ a: 1 }] });
  const outside: ConfigInput = { Loader: { l: {} }, Synthesizer: { s: {} } };
  expect(refusedNames(() => new Executor({ workflow, config: Object.entries(outside) as never }))).toEqual([
    "Synthesizer",
  ]);
  expect(
    refusedNames(
      () =>
        new Executor({ workflow: workflow.module("Reporter", { run: () => 1 }), config: [["Loader", [["l", {}]]]] }),
    ),
  ).toEqual(["Reporter"]);

  const executor = new Executor({ workflow, config: { Loader: { l: {} } } });
  await executor.run();
  const { records } = executor.status;
  const at = records.findIndex(({ type }) => type === "module.started");
  const foreign = { ...records[at], moduleName: "Synthesizer", experimentName: "s" } as (typeof records)[number];
  for (const journal of [
    records.with(at, foreign),
    records.toSpliced(at, 0, foreign),
    records.with(at, { ...foreign, execution: 7 } as typeof foreign),
  ])
    expect(thrownBy(() => Status.fromJournal(journal))).toBeInstanceOf(JournalError);
  const before = Status.fromJournal(records.slice(0, at));
  expect(before.getStatusSummary()).toMatchObject({ sequence: ["Loader"], activeModules: [], totalSnapshots: 0 });
});

test("23: eight threads past the reference's cap break its deques and lose status entries; runstate with eight at once and a cap of ten loses nothing", async () => {
  const workflow = defineWorkflow("many")
    .module("Loader", { run: async () => [{ a: 1 }] })
    .module("Evaluator", {
      run: async ({ input, experimentKey }) => {
        await Promise.resolve();
        return { rows: input.data.length, experimentKey };
      },
    });
  let looked = 0;
  const failures: unknown[] = [];
  const running = new Executor({
    workflow,
    config: { Loader: { l: { repeat: 10 } }, Evaluator: { e: { repeat: 50 } } },
    concurrency: 8,
    keepRecords: 10,
    observe: () => {
      const { snapshots, changes } = running.status;
      for (const { snapshotId } of snapshots) looked += Number(snapshotId !== "");
      looked += changes.length;
    },
    onObserverError: ({ thrown }) => failures.push(thrown),
  });
  const outcome = await running.run();
  expect(outcome).toMatchObject({
    state: "Completed",
    executions: { Completed: 510 },
    experiments: { Completed: 500 },
  });
  // All executions but the first of each group of siblings wait for a worker.
  const queued = 9 + 10 * 49;
  expect(running.status.getStatusSummary()).toMatchObject({ totalSnapshots: 1020, totalTimings: 510 + queued });
  expect(running.status.records.length).toBeLessThanOrEqual(10);
  const results = Object.entries(running.getResult());
  expect(results).toHaveLength(500);
  expect(results.every(([key, result]) => result?.data.experimentKey === key)).toBe(true);
  expect(looked).toBeGreaterThan(510);
  expect(failures).toEqual([]);
});

test("24: the reference's getters give its own deque, or a list, depending on the filter; runstate's always give the same kind, and changing one changes no answer", async () => {
  const workflow = defineWorkflow("lists").module("Loader", { run: () => [{ a: 1 }] });
  const executor = new Executor({ workflow, config: { Loader: { l: {} } } });
  await executor.run();
  const { status } = executor;
  const filter = { moduleName: "Loader" };
  const lists = (): readonly (readonly unknown[])[] => [
    status.snapshots,
    status.getSnapshots(),
    status.getSnapshots(filter),
    status.changes,
    status.getChangeHistory(),
    status.getChangeHistory(filter),
    status.getTiming().records,
    status.getTiming().filter(filter).records,
    status.getMetadataEvolution("Loader"),
    status.getFailures(),
    status.records,
    status.plan.sequence,
    status.plan.modules,
    status.plan.modules[0]?.experiments ?? [],
    status.getStatusSummary().sequence,
  ];
  const given = lists();
  expect(given.every((list) => Array.isArray(list))).toBe(true);
  expect(status.getSnapshots(filter)).toEqual(status.snapshots);
  expect(status.getTiming().filter(filter)).toEqual(status.getTiming());
  const before = structuredClone(given);
  for (const list of given) {
    Reflect.set(list, 0, "intruder");
    Reflect.set(list, "length", 0);
  }
  for (const counts of [status.executionCounts, status.experimentCounts, status.plan.size])
    for (const name of Object.keys(counts)) Reflect.set(counts, name, 99);
  expect(lists()).toEqual(before);
  expect([status.executionCounts.Completed, status.experimentCounts.Completed]).toEqual([1, 1]);
  expect(status.plan.size).toEqual({ executions: 1, experiments: 1 });
});
