/** PETsARD 1.6.0's own tests of Status, Config and Executor, as far as they are claims about runstate too. */
import { describe, expect, test } from "vitest";

import { defineWorkflow, describeSchema, Executor, fromPetsardConfig, planConfig, Status } from "../../src/index.ts";
import { ManualClock } from "./manual-clock.ts";
import { noAnswer, refusedNames, thrownBy } from "./thrown.ts";

const rows = [{ a: 1, b: 2 }];
const clock = new ManualClock();
const workflow = defineWorkflow("ported")
  .module("Loader", { run: () => rows })
  .module("Preprocessor", {
    run: ({ input, step }) => {
      step("fit", () => clock.advance(1500));
      return input.data.map(({ a }) => ({ a }));
    },
  });
const config = { Loader: { data: {} }, Preprocessor: { p: {} } };

const run = async (): Promise<Status> => {
  const executor = new Executor({ workflow, config });
  await clock.run(executor.runEffect);
  return executor.status;
};

describe("test_status", () => {
  test("snapshot_creation: an execution has a snapshot with the module, the experiment and the schema it put out", async () => {
    const status = await run();
    const after = status.getSnapshots({ moduleName: "Loader", phase: "after" });
    expect(after).toMatchObject([{ moduleName: "Loader", experimentName: "data" }]);
    expect(after[0]?.metadata.schemaAfter).toEqual(describeSchema(rows));
  });

  test("change_tracking: the first schema is a creation", async () => {
    const [first] = (await run()).getChangeHistory({ moduleName: "Loader" });
    expect(first).toMatchObject({ type: "CREATE", target: { kind: "dataset" }, before: null });
  });

  test("metadata_evolution: one stage per execution, of the module asked for", async () => {
    const status = await run();
    expect(status.getMetadataEvolution("Loader")).toMatchObject([{ experimentName: "data" }]);
    expect(status.getMetadataEvolution("Preprocessor")).toMatchObject([{ experimentName: "p" }]);
  });

  test("status_summary: names, totals and the last ids", async () => {
    const status = await run();
    expect(status.getStatusSummary()).toMatchObject({
      sequence: ["Loader", "Preprocessor"],
      activeModules: ["Loader", "Preprocessor"],
      metadataModules: ["Loader", "Preprocessor"],
      totalSnapshots: status.snapshots.length,
      totalChanges: status.changes.length,
      lastSnapshot: status.snapshots.at(-1)?.snapshotId,
      lastChange: status.changes.at(-1)?.changeId,
    });
  });

  test("snapshot_retrieval: by id and by module; an unknown id gives none", async () => {
    const status = await run();
    for (const snapshot of status.snapshots) expect(status.getSnapshotById(snapshot.snapshotId)).toEqual(snapshot);
    expect(status.getSnapshots({ moduleName: "Loader" })).toHaveLength(2);
    expect(status.getSnapshotById("snapshot_000001")).toBeUndefined();
  });

  test("timing_message_parsing: a step of 1.5 s is one record, and nothing is left running", async () => {
    const status = await run();
    expect(status.getTiming().filter({ stepName: "fit" }).records).toMatchObject([
      { moduleName: "Preprocessor", experimentName: "p", durationSeconds: 1.5, state: "Completed" },
    ]);
    expect(status.executionCounts.InProgress).toBe(0);
  });

  test("timing_error_handling: a failed step keeps its duration, and the text of the error is kept", async () => {
    const failing = new Executor({
      workflow: defineWorkflow("failing").module("Loader", {
        run: ({ step }) =>
          step("read", () => {
            clock.advance(1000);
            throw new Error("Test error");
          }),
      }),
      config: { Loader: { data: {} } },
    });
    await clock.run(failing.runEffect);
    expect(failing.getTiming().records).toMatchObject([
      { stepName: "read", state: "Failed", durationSeconds: 1 },
      { stepName: "run", state: "Failed", durationSeconds: 1 },
    ]);
    expect(failing.status.getFailures()).toMatchObject([{ error: { message: "Test error" } }]);
  });

  test("get_timing_records_filtering: all, of a module, of an experiment of it", async () => {
    const timing = (await run()).getTiming();
    const counts = [{}, { moduleName: "Preprocessor" }, { moduleName: "Preprocessor", stepName: "run" }];
    expect(counts.map((filter) => timing.filter(filter).length)).toEqual([3, 2, 1]);
  });

  test("get_timing_report_data: the columns of a record", async () => {
    const [record] = (await run()).getTiming();
    expect(Object.keys(record ?? {})).toEqual([
      "recordId",
      "moduleName",
      "experimentName",
      "experimentKey",
      "stepName",
      "attempt",
      "state",
      "startTime",
      "endTime",
      "durationSeconds",
    ]);
  });

  test("empty_timing_data: none before the run, and an unknown module is refused", async () => {
    expect(new Status().getTiming()).toHaveLength(0);
    expect(new Status().getTiming().groupBy("moduleName")).toEqual([]);
    const timing = (await run()).getTiming();
    expect(noAnswer(() => timing.filter({ moduleName: "Nope" }))).toBe("unknown-module");
  });

  test("eviction: the newest records stay, ids go on, and what is gone is said to be gone", async () => {
    const few = new Executor({ workflow, config, keepRecords: 2 });
    await clock.run(few.runEffect);
    const all = await run();
    expect(few.status.records.map(({ seq }) => seq)).toEqual(all.records.slice(-2).map(({ seq }) => seq));
    expect(few.status.getSnapshotById(`${few.status.runId}:4`)).toBeUndefined();
    expect(noAnswer(() => few.status.statusAt(4))).toBe("released");
    expect(noAnswer(() => few.status.getMetadata("Loader[data]"))).toBe("released");
    expect(all.getMetadata("Loader[data]")).toEqual(describeSchema(rows));
  });
});

describe("test_config", () => {
  test("init_basic, set_flow: the sequence is the config's order", () => {
    const plan = planConfig(config);
    expect(plan.sequence).toEqual(["Loader", "Preprocessor"]);
    expect([...plan.executions()].map(({ moduleName }) => moduleName)).toEqual(["Loader", "Preprocessor"]);
  });

  test("validation_error: a name in the form of a repeat is refused", () => {
    expect(refusedNames(() => planConfig({ Loader: { "load_data_[invalid]": {} } }))).toEqual([
      "Loader/load_data_[invalid]",
    ]);
  });

  test("splitter_handler: num_samples becomes that many experiments of one sample", async () => {
    const splitting = defineWorkflow("splitting").module("Splitter", { run: ({ params }) => params["num_samples"] });
    const executor = new Executor({
      workflow: splitting,
      config: fromPetsardConfig({ Splitter: { split: { num_samples: 3 } } }),
    });
    await executor.run();
    expect(Object.entries(executor.getResult()).map(([key, result]) => [key, result?.data])).toEqual(
      [1, 2, 3].map((k) => [`Splitter[split_[3-${k}]]`, 1]),
    );
  });

  test("status_init: an empty status answers, and has nothing", () => {
    const status = new Status();
    expect([status.state, status.runId, status.seq]).toEqual(["NotStarted", undefined, 0]);
    expect([status.snapshots, status.changes, status.getFailures(), status.records]).toEqual([[], [], [], []]);
    expect([status.getResult(), [...status.executions()]]).toEqual([{}, []]);
  });

  test("metadata_management: a schema by its key, and no schema for what has not run", async () => {
    const status = await run();
    const key = "Loader[data]_Preprocessor[p]";
    expect(status.getMetadata(key)?.fields.map(({ name }) => name)).toEqual(["a"]);
    expect(noAnswer(() => status.statusAt(1).getMetadata(key))).toBe("not-started");
    const [started] = status.getSnapshots({ experimentKey: key, phase: "before" });
    expect(noAnswer(() => status.statusAt(started?.snapshotId ?? "").getMetadata(key))).toBe("in-progress");
    expect(noAnswer(() => status.getMetadata("Loader[nope]"))).toBe("unknown-key");
  });

  test("get_pre_module: none before the first, an error for an unknown one", async () => {
    const status = await run();
    expect([status.getPreModule("Loader"), status.getPreModule("Preprocessor")]).toEqual([undefined, "Loader"]);
    expect(noAnswer(() => status.getPreModule("Nope"))).toBe("unknown-module");
  });

  test("get_full_expt: the whole path, or up to a module", async () => {
    const status = await run();
    const path = (module?: string) => [...status.getFullExperiment("Loader[data]_Preprocessor[p]", module)];
    expect(path()).toEqual([
      ["Loader", "data"],
      ["Preprocessor", "p"],
    ]);
    expect(path("Loader")).toEqual([["Loader", "data"]]);
  });
});

describe("test_executor", () => {
  test("executor_config: the Executor section sets options; unknown keys and bad values are refused", () => {
    const section = (options: object) => () => planConfig({ Executor: options, ...config });
    expect(refusedNames(section({ concurrency: "fast" }))).toEqual(["Executor/concurrency"]);
    expect(refusedNames(section({ onFailure: "retry" }))).toEqual(["Executor/onFailure"]);
    expect(refusedNames(section({ log_levle: "INFO" }))).toEqual(["Executor/log_levle"]);
    expect(section({ log_output_type: "both", log_level: "DEBUG", concurrency: 2 })().size.executions).toBe(2);
    expect(refusedNames(section({ maxExecutions: 1 }))).toEqual([""]);
  });

  test("invalid_yaml: a text that is no config is refused before anything runs", () => {
    expect(thrownBy(() => fromPetsardConfig("Loader: [unclosed")).message).toContain("line 1");
  });

  test("run_workflow: every module runs once, and only the last one's results are results", async () => {
    const calls: string[] = [];
    const counting = defineWorkflow("counting")
      .module("Loader", { run: ({ experimentKey }) => calls.push(experimentKey) })
      .module("Synthesizer", { run: ({ experimentKey }) => calls.push(experimentKey) });
    const executor = new Executor({
      workflow: counting,
      config: { Loader: { load_data: {} }, Synthesizer: { synthesize: {} } },
    });
    expect(executor.isExecutionCompleted()).toBe(false);
    await executor.run();
    const key = "Loader[load_data]_Synthesizer[synthesize]";
    expect(calls).toEqual(["Loader[load_data]", key]);
    expect(Object.keys(executor.getResult())).toEqual([key]);
    expect(executor.getResult(key).data).toBe(2);
    expect(executor.getTiming()).toEqual(executor.status.getTiming());
    expect(executor.isExecutionCompleted()).toBe(true);
  });

  test("adapter_run: a module that throws anything at all has failed, and nothing escapes", async () => {
    const thrown: readonly unknown[] = [undefined, null, "text", { code: 7 }, new TypeError("typed")];
    for (const value of thrown) {
      const executor = new Executor({
        workflow: defineWorkflow("throwing").module("Loader", { run: () => Promise.reject(value) }),
        config: { Loader: { data: {} } },
      });
      expect(await executor.run()).toMatchObject({ state: "Failed", reason: "error" });
      expect(executor.status.getFailures()).toHaveLength(1);
    }
  });
});
