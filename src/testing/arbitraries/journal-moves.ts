import type { EncodedError } from "../../journal/encoded-error.ts";
import type { JournalRecord, ModuleCompleted, RunFailed } from "../../journal/record.ts";
import type { RunState } from "../../journal/run-state.ts";
import { diffSchemas } from "../../schema/diff-schemas.ts";
import { fingerprintSchema } from "../../schema/fingerprint-schema.ts";
import type { Schema } from "../../schema/schema.ts";

type Numberless<Each> = Each extends unknown ? Omit<Each, "seq" | "at"> : never;

/** A record that has no place in a journal yet. */
export type Unplaced = Numberless<JournalRecord>;

/** What may happen next in a run; `detail` decides everything else about it: durations, errors, schemas. */
export type Move = (detail: number) => readonly Unplaced[];

/** Everything that may happen next in a run that is in progress. */
export interface Moves {
  /** What brings it forward first: the first of all, taken again and again, completes it. Never empty. */
  readonly forward: readonly Move[];
  /** What ends it, or one of its experiments, from outside. */
  readonly fromOutside: readonly Move[];
}

/**
 * Everything that may happen next in a run that is in progress.
 *
 * A run works on at most `concurrency` experiments at a time, and an experiment begins where it branches off from one
 * before.
 */
export const movesFrom = (state: RunState, schemas: readonly Schema[], concurrency: number): Moves => {
  const experiments = Array.from({ length: state.plan.size.experiments }, (_, index) => index);
  const inProgress = experiments.filter((index) => state.experimentState(index) === "InProgress");
  const startable = experiments.filter((index) => inProgress.length < concurrency && mayStart(state, index));
  const byItself = [
    ...inProgress.flatMap((experiment) => chainMoves(state, experiment, schemas)),
    ...startable.map((experiment): Move => () => [{ type: "experiment.started", experiment }]),
    ...endMoves(state),
  ];
  const mayCancel = inProgress.length === 0 && state.experiments.Completed < experiments.length;
  return {
    // With an experiment that was cancelled, a run comes to no end by itself.
    forward: [...byItself, ...(byItself.length === 0 ? runCancelMoves : []), (detail) => resumed(concurrency, detail)],
    fromOutside: [
      ...inProgress.filter((experiment) => isBetweenModules(state, experiment)).flatMap(cancelMoves),
      ...(mayCancel ? runCancelMoves : []),
    ],
  };
};

const resumed = (concurrency: number, detail: number): readonly Unplaced[] => [
  { type: "run.resumed", concurrency: Math.max(1, concurrency - (detail % 2)) },
];

const cancelMoves = (experiment: number): readonly Move[] => [
  () => [{ type: "experiment.failed", experiment, reason: "cancelled" }],
  () => [{ type: "experiment.failed", experiment, reason: "interrupted" }],
];

const runFailed =
  (reason: RunFailed["reason"]): Move =>
  (durationMs) => [{ type: "run.failed", reason, durationMs }];

const runCancelMoves = [runFailed("cancelled"), runFailed("interrupted")];

/** The executions of an experiment that no experiment before it has. */
const ownExecutions = ({ plan }: RunState, experiment: number): readonly number[] =>
  plan.experiment(experiment).executions.filter((execution) => plan.execution(execution).experiment === experiment);

const mayStart = (state: RunState, experiment: number): boolean => {
  const [first] = ownExecutions(state, experiment);
  if (first === undefined || state.experimentState(experiment) !== "NotStarted") return false;
  const { parent } = state.planned(first);
  return parent === undefined || state.executionState(parent) === "Completed";
};

/** The first execution of an experiment that has not completed; undefined at its end. */
const currentExecution = (state: RunState, experiment: number): number | undefined =>
  ownExecutions(state, experiment).find((execution) => state.executionState(execution) !== "Completed");

const isBetweenModules = (state: RunState, experiment: number): boolean => {
  const at = currentExecution(state, experiment);
  return at !== undefined && state.executionState(at) === "NotStarted";
};

/** What may happen next in an experiment in progress: it is at one execution, or between two, or at its end. */
const chainMoves = (state: RunState, experiment: number, schemas: readonly Schema[]): readonly Move[] => {
  const at = currentExecution(state, experiment);
  if (at === undefined) return [() => [{ type: "experiment.completed", experiment }]];
  if (isBetweenModules(state, experiment)) return [(detail) => started(state, at, detail)];
  return state.executionState(at) === "Failed"
    ? [() => [{ type: "experiment.failed", experiment, reason: "module" }]]
    : executionMoves(state, at, schemas);
};

const executionMoves = (state: RunState, execution: number, schemas: readonly Schema[]): readonly Move[] => {
  const about = aboutOf(state, execution);
  const before = { schemaBefore: inputOf(state, execution) };
  return [
    (detail) => completed(state, execution, null, detail),
    ...schemas.map(
      (schema): Move =>
        (detail) =>
          completed(state, execution, schema, detail),
    ),
    (detail) => [
      {
        type: "module.failed",
        ...about,
        ...before,
        reason: pick(["error", "timeout", "cancelled", "interrupted"], detail),
        error: pick(errors, detail),
        ...measured(detail),
      },
    ],
    (detail) => [
      {
        type: "module.retried",
        ...about,
        ...before,
        ...(detail % 3 === 0 ? {} : { durationMs: detail / 4 }),
        error: pick(errors, detail),
        delayMs: detail % 5,
      },
    ],
    (detail) => [
      {
        type: "step.completed",
        ...about,
        step: pick(["fit", "", "__proto__"], detail),
        state: pick(["Completed", "Failed"], detail),
        durationMs: detail / 8,
      },
    ],
  ];
};

const started = (state: RunState, execution: number, detail: number): readonly Unplaced[] => [
  {
    type: "module.started",
    ...aboutOf(state, execution),
    attempt: 1,
    schemaBefore: inputOf(state, execution),
    ...(detail % 2 === 0 ? {} : { queuedMs: detail / 2 }),
  },
];

const completed = (state: RunState, execution: number, schema: Schema | null, detail: number): readonly Unplaced[] => {
  const schemaBefore = inputOf(state, execution);
  const fingerprint = schema && fingerprintSchema(schema);
  const origin: ModuleCompleted["origin"] = detail % 7 === 6 ? "reused" : "executed";
  const record: Unplaced = {
    type: "module.completed",
    ...aboutOf(state, execution),
    origin,
    schemaBefore,
    schemaAfter: fingerprint,
    changes: diffSchemas(state.schema(schemaBefore), schema)?.changes ?? [],
    ...measured(detail),
    result: `result-${execution}`,
  };
  return schema === null || fingerprint === null || state.knowsSchema(fingerprint)
    ? [record]
    : [{ type: "schema.recorded", fingerprint, schema }, record];
};

/** The ends a run comes to by itself. */
const endMoves = (state: RunState): readonly Move[] => {
  const { executions, experiments, plan, started: header } = state;
  if (experiments.InProgress > 0) return [];
  if (experiments.Completed === plan.size.experiments)
    return [(detail) => [{ type: "run.completed", durationMs: detail }]];
  const isBlocked = executions.Failed > 0 && executions.NotStarted === state.blocked;
  const stops = executions.Failed > 0 && header?.onFailure === "stop";
  return [...(isBlocked ? [runFailed("error")] : []), ...(stops ? [runFailed("stopped")] : [])];
};

const aboutOf = (state: RunState, execution: number) => {
  const { moduleName, experimentName } = state.planned(execution);
  return { execution, moduleName, experimentName, attempt: state.attempt(execution) };
};

const inputOf = (state: RunState, execution: number) => {
  const { parent } = state.planned(execution);
  return parent === undefined ? null : state.schemaAfter(parent);
};

const measured = (detail: number) => ({
  annotations: detail % 3 === 2 ? { rows: detail, "": [null] } : {},
  durationMs: detail / 4,
});

const errors: readonly [EncodedError, ...EncodedError[]] = [
  { name: "Error", message: "no such file" },
  { name: "undefined", message: "undefined" },
  {
    name: "E",
    message: "line\u2028 and half \ud800",
    data: { code: [1, null] },
    cause: { name: "string", message: "" },
  },
];

const pick = <Value>(values: readonly [Value, ...Value[]], detail: number): Value =>
  values[detail % values.length] ?? values[0];
