/** The run that is killed: three modules, fourteen executions, of which one kind fails and one is retried. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

import * as Effect from "effect/Effect";

import { defineWorkflow, Executor, experimentKey as keyOf, type JournalRecord } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

type ModuleRetried = Extract<JournalRecord, { readonly type: "module.retried" }>;

/** How a reference run is run. */
export interface ReferenceRun {
  readonly path: string;
  /** Where each call of a module is noted, whichever process makes it. */
  readonly calls: string;
  readonly concurrency: number;
  readonly runId?: string;
  /** How long each module takes. */
  readonly pauseMs?: number;
  /** How many characters each result has beside its data. */
  readonly ballast?: number;
  readonly onModule?: (moment: "begins" | "ends") => void;
}

/** An executor of the reference run: with a run id for a new run, without to go on with one. */
export const referenceExecutor = ({ path, calls, concurrency, runId, ...run }: ReferenceRun) => {
  const { pauseMs = 0, ballast = 0, onModule = () => undefined } = run;
  const called = async (key: string): Promise<string> => {
    onModule("begins");
    appendFileSync(calls, `${key}\n`);
    await (pauseMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, pauseMs)));
    onModule("ends");
    return key.at(-2)?.repeat(ballast) ?? "";
  };
  const workflow = defineWorkflow("left")
    .module("Loader", {
      run: async ({ experimentKey, experimentName }) => {
        const more = await called(experimentKey);
        return [{ name: experimentName, size: experimentName.length, more }];
      },
    })
    .module("Scaler", {
      retry: { times: 1 },
      run: async ({ input, experimentKey, experimentName, attempt, step }) => {
        const more = await called(experimentKey);
        if (experimentName === "flaky" && attempt === 1) throw new Error("the first time");
        return step("scale", () => input.data.map((row) => ({ ...row, size: row.size / 4, at: new Date(0), more })));
      },
    })
    .module("Reporter", {
      run: ({ input, experimentKey, experimentName }) =>
        Effect.flatMap(
          Effect.promise(() => called(experimentKey)),
          () => (experimentName === "bad" ? Effect.fail(new Error("no report")) : Effect.succeed(input.data.length)),
        ),
    });
  return new Executor({
    workflow,
    config: {
      Loader: { one: {}, three: {} },
      Scaler: { steady: {}, flaky: {} },
      Reporter: { good: {}, bad: {} },
    },
    // Most of those who go on with it do so from a checkpoint, some from several.
    store: sqliteStore(path, { checkpointRecords: 12 }),
    concurrency,
    ...(runId !== undefined && { runId }),
  });
};

type ReferenceExecutor = ReturnType<typeof referenceExecutor>;

/**
 * What a run found out: everything but when, how long, in which order, and by which attempt. Whether an execution waited
 * for its turn is a matter of order.
 */
export const factsOf = (executor: ReferenceExecutor) => {
  const { status } = executor;
  const executions = Array.from(status.executions());
  const keyOfRetried = ({ execution }: ModuleRetried): string => keyOf(status.plan.execution(execution).path);
  const retried = status.records.filter((record) => record.type === "module.retried");
  const retries = new Set(retried.map(({ seq }) => `${status.runId}:${seq}`));
  return {
    outcome: status.state,
    results: executor.getResult(),
    totals: [status.executionCounts, status.experimentCounts, status.getStatusSummary().totalChanges],
    executions: executions.map(({ key, state, failure, schemaAfter }) => [
      key,
      state,
      failure?.error.message ?? null,
      schemaAfter ?? null,
    ]),
    changes: status.changes
      .map(({ experimentKey, type, target, before, after }) =>
        JSON.stringify([experimentKey, type, target, before, after]),
      )
      .toSorted(),
    snapshots: status.snapshots
      .filter(({ snapshotId }) => !retries.has(snapshotId))
      .map(({ experimentKey, phase }) => `${experimentKey} ${phase}`)
      .toSorted(),
    timed: status
      .getTiming()
      .records.filter(({ stepName }) => stepName !== "attempt" && stepName !== "queue")
      .map(({ experimentKey, stepName }) => `${experimentKey} ${stepName}`)
      .toSorted(),
    // The first attempt of the flaky module fails by itself, or with its process.
    retried: [...new Set(retried.map(keyOfRetried).filter((key) => key.endsWith("[flaky]")))].toSorted(),
  };
};

/** The executions that were in progress when an earlier process died. */
export const interruptedIn = ({ status }: ReferenceExecutor): readonly string[] =>
  status.records.filter(isCutOff).map(({ execution }) => keyOf(status.plan.execution(execution).path));

const isCutOff = (record: JournalRecord): record is ModuleRetried =>
  record.type === "module.retried" && record.error.name === "Interrupted";

/** The executions whose module was called more often than it should have been. */
export const calledAgain = (calls: string): readonly string[] =>
  (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [])
    // The flaky module has two attempts of its own.
    .filter((key, at, all) => all.indexOf(key) !== at && !key.endsWith("[flaky]"));
