/** Runs in stores that keep checkpoints often: left, gone on with, and seen from all sides. */

import * as Effect from "effect/Effect";
import { expect } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, type RunId, Status } from "../../../src/index.ts";
import { JournalLog } from "../../../src/journal/journal-log.ts";
import type { RunState } from "../../../src/journal/run-state.ts";
import { replay } from "../../../src/store/replay.ts";
import type { OwnedRun } from "../../../src/store/store.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { fullAfter } from "./full-after.ts";
import { rowsOf } from "./store-files.ts";

export const runId = "run" as RunId;

/** Owns the run of a store as long as `use` takes. */
export const owned = <Value>(
  path: string,
  use: (run: OwnedRun) => Effect.Effect<Value, unknown>,
  checkpointRecords = 1,
): Promise<Value> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path, { checkpointRecords }), ({ own }) => Effect.flatMap(own(runId), use)),
    ),
  );

/** Goes on with the run for some records, in batches of so many, as an executor does. */
export const goOn = (path: string, records: readonly JournalRecord[], batch: number, checkpointRecords: number) =>
  owned(
    path,
    (run) =>
      Effect.gen(function* () {
        const log = new JournalLog();
        run.follow?.(log.state);
        yield* replay(runId, run.records, log, run.checkpoint);
        while (log.state.seq < records.length) {
          const next = records.slice(log.state.seq, log.state.seq + batch);
          yield* run.journal.append(next);
          for (const record of next) log.append(record);
        }
      }),
    checkpointRecords,
  );

export const loaded = (path: string, keep?: number): Promise<{ log: JournalLog; from: number }> =>
  owned(path, ({ records, checkpoint }) =>
    Effect.map(
      replay(runId, records, new JournalLog(keep === undefined ? {} : { records: keep }), checkpoint),
      (log) => ({ log, from: checkpoint?.parts.facts.seq ?? 0 }),
    ),
  );

export const logOf = (records: readonly JournalRecord[], keep?: number): JournalLog => {
  const log = new JournalLog(keep === undefined ? {} : { records: keep });
  for (const record of records) log.append(record);
  return log;
};

/** Everything a state can be asked. */
export const seenOf = (state: RunState): unknown => {
  const { plan } = state;
  const executions = Array.from({ length: plan.size.executions }, (_, execution) => [
    state.executionState(execution),
    state.attempt(execution),
    state.recordsOf(execution),
    state.schemaAfter(execution),
    state.schema(state.schemaAfter(execution)),
    state.blockedBy(execution),
  ]);
  const experiments = Array.from({ length: plan.size.experiments }, (_, experiment) =>
    state.experimentState(experiment),
  );
  return {
    executions,
    experiments,
    seq: state.seq,
    started: state.started,
    failure: state.failure,
    state: state.state,
    counts: [state.executions, state.experiments, state.modules, state.blocked, state.reused, state.totals],
    durationMs: state.durationMs,
    cancelled: state.cancelled,
    resumptions: state.resumptions,
    last: [state.lastSnapshotSeq, state.lastChange],
    metadata: plan.modules.map((_, depth) => state.hasMetadata(depth)),
    parts: state.parts,
  };
};

/** Everything a status says. */
export const viewsOf = (log: JournalLog): unknown => {
  const status = new Status(log);
  return {
    records: status.records,
    snapshots: status.snapshots,
    changes: status.changes,
    failures: status.getFailures(),
    summary: status.getStatusSummary(),
    timing: status.getTiming().groupBy("moduleName"),
    executions: [...status.executions()],
  };
};
export const calls: string[] = [];
export const workflow = defineWorkflow("left")
  .module("Loader", { run: ({ experimentName }) => [{ name: experimentName, at: new Date(0) }] })
  .module("Scorer", {
    reuse: { version: "1" },
    run: ({ input, experimentKey }) => {
      calls.push(experimentKey);
      return { rows: input.data.length, key: experimentKey };
    },
  });
export const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`e${n}`, {}]));
export const config = { Loader: names(6), Scorer: names(9) };
export const executorIn = (path: string, records = Number.POSITIVE_INFINITY, keepRecords?: number) =>
  new Executor({
    workflow,
    config,
    store: fullAfter(sqliteStore(path, { checkpointRecords: 20 }), records),
    runId,
    ...(keepRecords !== undefined && { keepRecords }),
  });

/** A run of 60 executions, left after 150 of its 230 records. */
export const leftRun = async (path: string): Promise<string> => {
  await expect(executorIn(path, 150).run()).rejects.toThrow("the disk is full");
  return path;
};
export const pagesIn = (path: string) =>
  rowsOf(path, "SELECT page, length(body) AS bytes FROM checkpoints ORDER BY page");
export const problemsOf = async (path: string) => (await Effect.runPromise(verifyRun(path, runId))).problems;
