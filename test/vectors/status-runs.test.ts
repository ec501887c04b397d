/** Whole runs that PETsARD 1.6.0 was recorded with, run again: the same, or different for a stated reason. */
import { expect, test } from "vitest";

import { type ConfigInput, Executor, fromPetsardConfig, type Json, type Schema, type Status } from "../../src/index.ts";
import type { Answers } from "../regressions/status-difference.ts";
import { tabled } from "../regressions/status-differences.ts";
import { stubWorkflow } from "../regressions/stub-workflow.ts";
import vectors from "./status.json" with { type: "json" };

/** A recorded run; the README beside the vectors says what the parts mean. */
interface RecordedRun {
  readonly id: string;
  readonly config?: readonly (readonly [string, unknown])[];
  readonly flow?: readonly (readonly [string, string])[];
  readonly run?: { readonly error?: { readonly message: string } };
  readonly result_keys?: readonly string[];
  readonly completed?: boolean;
  readonly snapshots: readonly {
    readonly module: string;
    readonly experiment: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly context: { readonly sequence_position: number };
  }[];
  readonly timing: readonly {
    readonly module_name: string;
    readonly experiment_name: string;
    readonly step_name: string;
    readonly context: { readonly status: "completed" | "error" };
  }[];
  readonly active_timings: readonly string[];
  readonly summary: {
    readonly sequence: readonly string[];
    readonly active_modules: readonly string[];
    readonly metadata_modules: readonly string[];
    readonly total_snapshots: number;
    readonly total_changes: number;
    readonly change_types: Readonly<Record<string, number>>;
  };
  readonly full_expt: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly evolution: Readonly<Record<string, readonly string[]>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly snapshots_after_second?: number;
  readonly exist_train_indices?: readonly Json[];
  readonly report_keys?: readonly string[];
}

const recordedAnswers = (recorded: RecordedRun): Answers => {
  const { summary, flow = [], run, snapshots, timing, full_expt: full } = recorded;
  const text = run?.error?.message ?? null;
  return {
    flow: flow.map(([module, experiment]) => `${module}[${experiment}]`),
    "result keys": recorded.result_keys ?? [],
    completed: recorded.completed ?? false,
    "run() throws": text,
    "error texts": text !== null && JSON.stringify([snapshots, recorded.timing]).includes(text) ? [text] : [],
    "schemas after": snapshots.map(
      ({ module, experiment, after, context }) => `${context.sequence_position} ${module}[${experiment}] ${after}`,
    ),
    "schemas before": snapshots.map(({ before }) => before),
    "total snapshots": summary.total_snapshots,
    "total changes": summary.total_changes,
    "change types": summary.change_types,
    sequence: summary.sequence,
    "active modules": summary.active_modules,
    "metadata modules": summary.metadata_modules,
    "timed steps": timing.map(({ step_name: step, context }) => `${step} ${context.status}`),
    "timed names": [...new Set(timing.map((one) => `${one.module_name}[${one.experiment_name}]`))],
    "still timing": recorded.active_timings.length,
    "full experiment": Object.fromEntries(
      Object.entries(full).filter(([module, path]) => module !== "_all" && !Object.hasOwn(path, "type")),
    ),
    evolution: recorded.evolution,
    metadata: recorded.metadata,
    ...(recorded.snapshots_after_second !== undefined && {
      "snapshots of a second run": recorded.snapshots_after_second - snapshots.length,
    }),
    ...(recorded.exist_train_indices && { "train indices in the last branch": recorded.exist_train_indices }),
    ...(recorded.report_keys && { reports: recorded.report_keys }),
  };
};

const schemaId = (schema: Schema | null): string | null => {
  const id = schema?.meta?.["schema_id"];
  return typeof id === "string" ? id : null;
};

const count = (values: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
};

/** Runs a recorded config, and asks everything that was recorded. */
const runstateAnswers = async (recorded: RecordedRun): Promise<Answers> => {
  const sequence = recorded.summary.sequence;
  const config = fromPetsardConfig((recorded.config ?? sequence.map((module) => [module, [["x", {}]]])) as ConfigInput);
  const flow: string[] = [];
  const executor = new Executor({
    workflow: stubWorkflow(sequence),
    config,
    ...(recorded.id === "max_zero" && { keepRecords: 0 }),
    observe: (record) => {
      if (record.type === "module.started") flow.push(`${record.moduleName}[${record.experimentName}]`);
    },
  });
  if (recorded.id === "empty") return { flow, "run() throws": null, ...statusAnswers(executor.status) };
  const outcome = await executor.run();
  const { Completed, Failed } = outcome.executions;
  const answers = statusAnswers(executor.status);
  const status: Status = executor.status;
  const reports = Object.values(status.getResult()).map((result) => result?.data as Json);
  if (recorded.id === "run_twice") await executor.run();
  return {
    flow: flow.slice(0, Completed + Failed),
    // A failing module is an outcome: nothing is thrown.
    "run() throws": null,
    ...answers,
    ...(recorded.id === "run_twice" && { "snapshots of a second run": executor.status.snapshots.length }),
    ...(recorded.id === "splitter3" && { "train indices in the last branch": trainIndices(status) }),
    ...(recorded.id === "reporter" && { reports }),
  };
};

/** The indices that the branch to the last experiment can see. */
const trainIndices = (status: Status): Json => {
  const last = [...status.plan.experimentKeys()].at(-1) ?? "";
  const splits = status.getMetadataEvolution("Splitter", last);
  return splits.map(({ experimentKey }) => status.getResult(experimentKey).data as Json);
};

const statusAnswers = (status: Status): Answers => {
  const summary = status.getStatusSummary();
  const { sequence } = summary;
  const after = status.getSnapshots({ phase: "after" });
  const timing = status.getTiming().records;
  const completed = [...status.executions()].filter(({ state }) => state === "Completed");
  const last = completed.at(-1)?.key;
  const path = (module?: string) =>
    Object.fromEntries(last === undefined ? [] : status.getFullExperiment(last, module));
  const evolution = sequence.map((module) => [module, status.getMetadataEvolution(module)] as const);
  const metadata = completed.map(({ moduleName, schemaAfter }) => [moduleName, schemaId(schemaAfter ?? null)] as const);
  return {
    "result keys": Object.keys(status.getResult()),
    completed: status.isCompleted(),
    "error texts": status.getFailures().map(({ error }) => error.message),
    "schemas after": after.map(
      ({ moduleName, experimentName, metadata: { schemaAfter }, context }) =>
        `${Number(context["position"])} ${moduleName}[${experimentName}] ${schemaId(schemaAfter)}`,
    ),
    "schemas before": after.map(({ metadata: { schemaBefore } }) => schemaId(schemaBefore)),
    "total snapshots": summary.totalSnapshots,
    "total changes": summary.totalChanges,
    "change types": count(status.changes.map(({ type }) => type)),
    sequence,
    "active modules": summary.activeModules,
    "metadata modules": summary.metadataModules,
    "timed steps": timing.map(({ stepName, state }) => `${stepName} ${state === "Failed" ? "error" : "completed"}`),
    "timed names": [...new Set(timing.map(({ moduleName, experimentName }) => `${moduleName}[${experimentName}]`))],
    "still timing": summary.executions.InProgress,
    "full experiment": Object.fromEntries(Object.keys(path()).map((module) => [module, path(module)])),
    evolution: Object.fromEntries(
      evolution.map(([module, stages]) => [module, stages.flatMap(({ schema }) => schemaId(schema) ?? [])]),
    ),
    metadata: Object.fromEntries(metadata.filter(([, id]) => id !== null)),
  };
};

const isRun = ({ id, summary }: Partial<RecordedRun>): boolean => summary !== undefined && id !== "put_unknown_module";
const runs = (vectors.scenarios as unknown as readonly RecordedRun[]).filter(isRun);

test.each(runs)("$id: kept, or different for a stated reason", async (recorded) => {
  const reference = recordedAnswers(recorded);
  const runstate = await runstateAnswers(recorded);
  expect(reference).toEqual({ ...runstate, ...tabled(recorded.id, "recorded") });
  expect(runstate).toEqual({ ...reference, ...tabled(recorded.id, "runstate") });
});

test("eight of the scenarios are whole runs", () => {
  expect(runs.map(({ id }) => id)).toEqual([
    "empty",
    "linear",
    "splitter3",
    "max_zero",
    "fail_first",
    "fail_leaf",
    "run_twice",
    "reporter",
  ]);
});
