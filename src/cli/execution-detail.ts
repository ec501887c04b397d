import type { CompletionOrigin, LifecycleState } from "../../machines/lifecycle.ts";
import { StatusError } from "../error.ts";
import type { EncodedError } from "../journal/encoded-error.ts";
import type { Annotations, DurationMs, ExecutionRecord, ModuleCompleted, ModuleFailed } from "../journal/record.ts";
import type { ReuseDecision } from "../journal/reuse-decision.ts";
import type { Schema } from "../schema/schema.ts";
import type { Change } from "../status/change.ts";
import type { ExecutionView } from "../status/execution-view.ts";
import type { Status } from "../status/status.ts";
import { retryWait } from "../status/timing.ts";
import { experimentKey } from "../workflow/experiment-key.ts";
import type { LoadedRun } from "./load-run.ts";
import { shortResult } from "./short-value.ts";

/** Everything known of one execution, as data: what `status RUN KEY --json` prints. */
export interface ExecutionDetail {
  readonly version: 1;
  readonly runId: string | null;
  readonly key: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly state: LifecycleState;
  /** Of the whole path; only where the key goes down to the last module. */
  readonly experimentState?: LifecycleState;
  /** The key of the failed execution because of which this one never ran. */
  readonly blockedBy?: string;
  readonly origin?: CompletionOrigin;
  /** Why it ran or was taken over; only where there was a choice. */
  readonly reuse?: ReuseDecision;
  /** ISO 8601. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** How long it was ready before it started; only where it waited for a worker or a limit. */
  readonly queuedMs?: DurationMs;
  /** Of the whole of it, attempts and waits between them included. */
  readonly durationMs?: DurationMs;
  /** While it is in progress: from the record of its start, by the wall clock. */
  readonly elapsedMs?: number;
  readonly attempts: readonly AttemptDetail[];
  readonly steps: readonly StepDetail[];
  /** Of the input and of the output; null for what is no frame, or is not there yet. */
  readonly schemaBefore: Schema | null;
  readonly schemaAfter: Schema | null;
  readonly changes: readonly Change[];
  readonly annotations: Annotations;
  /** The result in a few words. */
  readonly result?: string;
  /** Why a completed execution has no result here. */
  readonly noResult?: string;
  /** The executions from the first module down to this one. */
  readonly path: readonly Pick<ExecutionView, "key" | "moduleName" | "experimentName" | "state" | "durationMs">[];
}

/** One attempt of an execution. */
export interface AttemptDetail {
  readonly attempt: number;
  readonly state: "InProgress" | "Completed" | "Failed";
  readonly reason?: ModuleFailed["reason"];
  readonly error?: EncodedError;
  /** Only where it was measured: of attempts that another one followed, and of an only one. */
  readonly durationMs?: DurationMs;
  /** The wait before the next attempt: as it was measured, or as it was set while it is not over. */
  readonly waitMs?: DurationMs;
}

/** A timed part of an execution. */
export interface StepDetail {
  readonly step: string;
  readonly attempt: number;
  readonly state: "Completed" | "Failed";
  readonly durationMs: DurationMs;
}

/** Everything known of the execution a key leads to; throws a StatusError for a key that leads to none. O(records). */
export const detailExecution = ({ status, asOf }: LoadedRun, key: string): ExecutionDetail => {
  const view = status.getExecution(key);
  const { execution, moduleName, experimentName, state, startedAt, endedAt, durationMs, blockedBy, origin } = view;
  const records = status.records.filter(
    (record): record is ExecutionRecord => "execution" in record && record.execution === execution,
  );
  const ended = records.find((record) => record.type === "module.completed" || record.type === "module.failed");
  const begun = records.find((record) => record.type === "module.started");
  const last = status.plan.sequence.length - 1;
  return {
    version: 1,
    runId: status.runId ?? null,
    key: view.key,
    moduleName,
    experimentName,
    state,
    ...(view.depth === last && { experimentState: status.getExperimentState(key) }),
    ...(blockedBy !== undefined && { blockedBy }),
    ...(origin !== undefined && { origin }),
    ...(view.reuse !== undefined && { reuse: view.reuse }),
    ...(startedAt !== undefined && { startedAt: new Date(startedAt).toISOString() }),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
    ...(begun?.queuedMs !== undefined && { queuedMs: begun.queuedMs }),
    ...(durationMs !== undefined && origin !== "reused" && { durationMs }),
    ...(state === "InProgress" && startedAt !== undefined && { elapsedMs: Math.max(0, asOf - startedAt) }),
    attempts: attemptsOf(records),
    steps: records.flatMap((record) =>
      record.type === "step.completed" && record.step !== retryWait
        ? [{ step: record.step, attempt: record.attempt, state: record.state, durationMs: record.durationMs }]
        : [],
    ),
    schemaBefore: status.getSnapshots({ experimentKey: view.key })[0]?.metadata.schemaBefore ?? null,
    schemaAfter: view.schemaAfter ?? null,
    changes: status.getChangeHistory({ experimentKey: view.key }),
    annotations: ended?.annotations ?? {},
    ...(ended?.type === "module.completed" && resultOf(status, view.key, ended)),
    path: pathOf(status, view.key),
  };
};

const attemptsOf = (records: readonly ExecutionRecord[]): readonly AttemptDetail[] => {
  const waits = new Map(
    records.flatMap((record) =>
      record.type === "step.completed" && record.step === retryWait ? [[record.attempt, record.durationMs]] : [],
    ),
  );
  const attempts = records.flatMap((record): readonly AttemptDetail[] => {
    const { attempt } = record;
    switch (record.type) {
      case "module.retried": {
        const { error, durationMs, delayMs } = record;
        const waitMs = waits.get(attempt + 1) ?? delayMs;
        return [{ attempt, state: "Failed", error, waitMs, ...(durationMs !== undefined && { durationMs }) }];
      }
      case "module.completed":
        return [
          {
            attempt,
            state: "Completed",
            ...(attempt === 1 && record.origin === "executed" && { durationMs: record.durationMs }),
          },
        ];
      case "module.failed": {
        const { reason, error, durationMs } = record;
        return [{ attempt, state: "Failed", reason, error, ...(attempt === 1 && { durationMs }) }];
      }
      case "module.started":
      case "step.completed":
        return [];
    }
  });
  const last = records.findLast(({ type }) => type !== "step.completed");
  if (last?.type === "module.retried") attempts.push({ attempt: last.attempt + 1, state: "InProgress" });
  else if (last?.type === "module.started") attempts.push({ attempt: last.attempt, state: "InProgress" });
  return attempts;
};

const resultOf = (
  status: Status,
  key: string,
  { result }: ModuleCompleted,
): Pick<ExecutionDetail, "result" | "noResult"> => {
  try {
    return { result: shortResult(status.getExecutionResult(key)) };
  } catch (thrown) {
    if (!(thrown instanceof StatusError)) throw thrown;
    return { noResult: result.startsWith("not storable") ? result : "it is not kept here" };
  }
};

const pathOf = (status: Status, key: string): ExecutionDetail["path"] => {
  const steps = Array.from(status.getFullExperiment(key));
  return steps.map((_, depth) => inShort(status.getExecution(experimentKey(steps.slice(0, depth + 1)))));
};

const inShort = ({ key, moduleName, experimentName, state, origin, durationMs }: ExecutionView) => {
  const short = { key, moduleName, experimentName, state };
  return durationMs === undefined || origin === "reused" ? short : { ...short, durationMs };
};
