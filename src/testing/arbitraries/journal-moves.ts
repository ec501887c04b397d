import type { EncodedError } from "../../journal/encoded-error.ts";
import type { JournalRecord, ModuleCompleted } from "../../journal/record.ts";
import type { RunState } from "../../journal/run-state.ts";
import { diffSchemas } from "../../schema/diff-schemas.ts";
import { fingerprintSchema } from "../../schema/fingerprint-schema.ts";
import type { Schema } from "../../schema/schema.ts";

type Numberless<Each> = Each extends unknown ? Omit<Each, "seq" | "at"> : never;

/** A record that has no place in a journal yet. */
export type Unplaced = Numberless<JournalRecord>;

/** What may happen next in a run; `detail` decides everything else about it: durations, errors, schemas. */
export type Move = (detail: number) => readonly Unplaced[];

/**
 * Everything that may happen next in a run that is in progress, what brings it forward first: the first move of all,
 * taken again and again, completes it.
 *
 * A run works on at most `concurrency` executions and experiments at a time, and an experiment begins where it branches
 * off from one before.
 */
export const movesFrom = (state: RunState, schemas: readonly Schema[], concurrency: number): readonly Move[] => {
  const experiments = Array.from({ length: state.plan.size.experiments }, (_, index) => index);
  const inProgress = experiments.filter((index) => state.experimentState(index) === "InProgress");
  const free = concurrency - inProgress.length;
  return [
    ...inProgress.flatMap((experiment) => chainMoves(state, experiment, schemas)),
    ...experiments
      .filter((experiment) => free > 0 && mayStart(state, experiment))
      .map((experiment) => () => [{ type: "experiment.started", experiment } as const]),
    ...endMoves(state),
    (detail) => [{ type: "run.resumed", concurrency: Math.max(1, concurrency - (detail % 2)) }],
  ];
};

/** The executions of an experiment that no experiment before it has. */
const ownExecutions = ({ plan }: RunState, experiment: number): readonly number[] =>
  plan.experiment(experiment).executions.filter((execution) => plan.execution(execution).experiment === experiment);

const mayStart = (state: RunState, experiment: number): boolean => {
  const [first] = ownExecutions(state, experiment);
  if (first === undefined || state.experimentState(experiment) !== "NotStarted") return false;
  const { parent } = state.planned(first);
  return parent === undefined || state.executionState(parent) === "Completed";
};

/** What may happen next in an experiment in progress: it is at one execution, or between two, or at its end. */
const chainMoves = (state: RunState, experiment: number, schemas: readonly Schema[]): readonly Move[] => {
  const own = ownExecutions(state, experiment);
  const ended = (reason: "module" | "cancelled" | "interrupted"): Move => {
    return () => [{ type: "experiment.failed", experiment, reason }];
  };
  const at = own.find((execution) => state.executionState(execution) !== "Completed");
  if (at === undefined) return [() => [{ type: "experiment.completed", experiment }]];
  switch (state.executionState(at)) {
    case "Failed":
      return [ended("module")];
    case "InProgress":
      return executionMoves(state, at, schemas);
    case "NotStarted":
    case "Completed":
      return [(detail) => started(state, at, detail), ended("cancelled"), ended("interrupted")];
  }
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

const endMoves = (state: RunState): readonly Move[] => {
  const { executions, experiments, plan, started: header } = state;
  if (executions.InProgress > 0 || experiments.InProgress > 0) return [];
  if (experiments.Completed === plan.size.experiments)
    return [(detail) => [{ type: "run.completed", durationMs: detail }]];
  const reasons = [
    ...(executions.Failed > 0 && executions.NotStarted === state.blocked ? (["error"] as const) : []),
    ...(executions.Failed > 0 && header?.onFailure === "stop" ? (["stopped"] as const) : []),
    "cancelled" as const,
    "interrupted" as const,
  ];
  return reasons.map((reason): Move => (detail) => [{ type: "run.failed", reason, durationMs: detail }]);
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
