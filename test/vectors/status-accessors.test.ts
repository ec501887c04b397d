/** What PETsARD 1.6.0's Status was recorded to answer, and to accept, asked of runstate. */
import { expect, test } from "vitest";

import {
  decodeRecord,
  encodeRecord,
  Executor,
  type Json,
  type JournalRecord,
  parseJournal,
  Status,
} from "../../src/index.ts";
import { answered, gave, keptOrTabled, ran, type Recorded, scenario } from "../regressions/recorded-scenario.ts";
import { stubWorkflow } from "../regressions/stub-workflow.ts";

test("accessors: what has not run is refused, and lists are lists", async () => {
  const recorded = scenario("accessors");
  const whole = await ran(["Loader", "Splitter", "Synthesizer"].map((module) => [module, [["x", {}]]]));
  const status = whole.statusAt(1);
  const documented = {
    is_completed: "isCompleted",
    get_timing: "getTiming",
    changes: "changes",
    snapshots: "snapshots",
  };
  const names = { ...documented, get_status_summary: "getStatusSummary", get_result: "getResult" };
  const theirs = ["get_synthesizer", "get_processor", "get_report_no_reporter", "set_report_no_reporter"];
  const ours = ["getSynthesizer", "getProcessor", "getReport", "setReport"];
  const lists = [
    status.snapshots,
    status.getSnapshots({ moduleName: "Loader" }),
    status.getTiming().records,
    status.changes,
  ];
  const { actual, expected } = keptOrTabled(
    "accessors",
    {
      "operators and reports": [...new Set(theirs.map((name) => gave(recorded[name])))],
      "metadata of what has not run": gave(recorded["get_metadata"]),
      "result of what has not run": gave(recorded["get_result"]),
      "all results": gave(recorded["get_result_no_arg"]),
      "before Loader": gave(recorded["pre_Loader"]),
      "before Synthesizer": gave(recorded["pre_Synth"]),
      "before an unknown module": gave(recorded["pre_unknown"]),
      "path of an unknown module": gave(recorded["full_unknown"]),
      "path of what has not run": gave(recorded["full_unexecuted"]),
      lists: ["snapshots_type", "snapshots_filtered_type", "timing_type", "changes_type"].map((type) =>
        gave(recorded[type]),
      ),
      "documented names": gave(recorded["documented_names_present"]),
    },
    {
      "operators and reports": ours.filter((name) => name in status),
      "metadata of what has not run": answered(() => status.getMetadata("Loader[x]")),
      "result of what has not run": answered(() => status.getResult("Loader[x]")),
      "all results": answered(() => status.getResult()),
      "before Loader": answered(() => status.getPreModule("Loader")),
      "before Synthesizer": answered(() => status.getPreModule("Synthesizer")),
      "before an unknown module": answered(() => status.getPreModule("Nope")),
      "path of an unknown module": answered(() => status.getFullExperiment("Loader[x]", "Nope")),
      "path of what has not run": answered(() => Object.fromEntries(status.getFullExperiment("Loader[x]"))),
      lists: lists.map((list) => list.constructor.name),
      "documented names": Object.fromEntries(
        Object.entries(names).map(([theirName, ourName]) => [theirName, ourName in status]),
      ),
    },
  );
  expect(actual).toEqual(expected);
});

test("put_unknown_module: a module outside the sequence is refused at once", async () => {
  const recorded = scenario("put_unknown_module") as Recorded & { summary: Record<string, Json>; snapshots: Json[] };
  const config = [
    ["Loader", [["l", {}]]],
    ["Synthesizer", [["s", {}]]],
  ] as const;
  const refuse = () => new Executor({ workflow: stubWorkflow(["Loader"]), config });
  const summary = (await ran([["Loader", [["l", {}]]]])).statusAt(1).getStatusSummary();
  const { actual, expected } = keptOrTabled(
    "put_unknown_module",
    {
      "the first time": gave(recorded["first"]) ?? "accepted",
      "the second time": gave(recorded["second"]),
      "active modules": recorded.summary["active_modules"] ?? null,
      snapshots: recorded.snapshots.length,
    },
    {
      "the first time": answered(refuse),
      "the second time": answered(refuse),
      "active modules": summary.activeModules,
      snapshots: summary.totalSnapshots,
    },
  );
  expect(actual).toEqual(expected);
});

test("reput_clears_downstream: below an execution only what ran below it", async () => {
  const { steps } = scenario("reput_clears_downstream") as unknown as {
    steps: { put: [string, string]; active: string[]; metadata: string[]; full_expt: Json }[];
  };
  const frame = { schema_id: "x", cols: ["a"] };
  const whole = await ran([
    [
      "Loader",
      [
        ["l", frame],
        ["l2", frame],
      ],
    ],
    [
      "Preprocessor",
      [
        ["p", frame],
        ["p2", frame],
      ],
    ],
    ["Synthesizer", [["s", {}]]],
  ]);
  const keys = ["Loader[l]", "Loader[l]_Preprocessor[p]", "Loader[l]_Preprocessor[p]_Synthesizer[s]"];
  keys.push("Loader[l]_Preprocessor[p2]", "Loader[l2]");
  const ours = keys.map((experimentKey) => {
    const [end] = whole.getSnapshots({ experimentKey, phase: "after" });
    const then = whole.statusAt(end?.snapshotId ?? "");
    const near = [...then.executions()].filter(
      ({ key, state }) =>
        state === "Completed" && (`${experimentKey}_`.startsWith(`${key}_`) || key.startsWith(`${experimentKey}_`)),
    );
    return {
      active: near.map(({ moduleName }) => moduleName),
      metadata: near.filter(({ schemaAfter }) => schemaAfter).map(({ moduleName }) => moduleName),
      path: Object.fromEntries(then.getFullExperiment(experimentKey)),
    };
  });
  const loaded = whole.records.slice(0, whole.records.findIndex(({ type }) => type === "module.completed") + 1);
  const skipped = whole.records.find((one) => one.type === "module.started" && one.moduleName === "Synthesizer");
  const skipping = [...loaded, { ...skipped, seq: loaded.length + 1 } as JournalRecord];
  const name = ([module, experiment]: [string, string]): string => `${module}[${experiment}]`;
  const theirs = steps.map(
    ({ put, active, metadata, full_expt: path }) => [name(put), { active, metadata, path }] as const,
  );
  const { actual, expected } = keptOrTabled(
    "reput_clears_downstream",
    { ...Object.fromEntries(theirs.slice(0, 5)), "Synthesizer without its Preprocessor": "accepted" },
    {
      ...Object.fromEntries(ours.map((one, i) => [theirs[i]?.[0] ?? "", one])),
      "Synthesizer without its Preprocessor": answered(() => Status.fromJournal(skipping)),
    },
  );
  expect(theirs[5]?.[1].active).toEqual(["Loader", "Synthesizer"]);
  expect(actual).toEqual(expected);
});

test("pickle: a status is written and read as its journal", async () => {
  const recorded = scenario("pickle");
  const status = await ran([
    ["Loader", [["l", { schema_id: "L", cols: ["a"] }]]],
    ["Reporter", [["r", { fail: "x" }]]],
  ]);
  const views = (one: Status) => [
    one.snapshots,
    one.changes,
    [...one.getTiming()],
    one.getStatusSummary(),
    one.getFailures(),
  ];
  const text = status.records.map((record) => `${encodeRecord(record)}\n`).join("");
  const read = Status.fromJournal(parseJournal(text).records);
  const copied = Status.fromJournal(structuredClone(status.records).map(decodeRecord));
  const same = (one: Status): Json => JSON.stringify(views(one)) === JSON.stringify(views(status));
  const { actual, expected } = keptOrTabled(
    "pickle",
    {
      "written and read": gave(recorded["pickle.dumps(status)"]),
      "deeply copied": gave(recorded["copy.deepcopy(status)"]),
    },
    { "written and read": same(read), "deeply copied": same(copied) },
  );
  expect(actual).toEqual(expected);
});
