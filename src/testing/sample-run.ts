import * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import type { JournalRecord, RunId } from "../journal/record.ts";
import { fingerprintSchema } from "../schema/fingerprint-schema.ts";
import { describeSchema } from "../schema/describe-schema.ts";
import type { OwnedRun } from "../store/store.ts";
import type { Tracked } from "../workflow/module.ts";

/** What is recorded at once, and the result that is put before it is. */
export interface Turn {
  readonly put?: { readonly execution: number; readonly tracked: Tracked<unknown> };
  readonly records: readonly JournalRecord[];
}

/** The first results of every sample run: a frame, and what JSON cannot hold. */
export const sampleResults: readonly [Tracked<unknown>, Tracked<unknown>] = [
  (() => {
    const data = [
      { name: "ada", score: 1.5 },
      { name: "b", score: Number.NaN },
    ];
    return { data, schema: describeSchema(data) };
  })(),
  {
    data: new Map<unknown, unknown>([
      ["seen", new Date(0)],
      [-0, new Set([1n, undefined])],
    ]),
    schema: null,
  },
];

type Numberless<Each> = Each extends unknown ? Omit<Each, "seq" | "at"> : never;

/**
 * A run with something of everything, as the turns its owner records: four executions, of which two complete, one of
 * them at its second attempt, one fails, and one is blocked by that. Each record is a millisecond after the one before.
 */
export const sampleRun = (runId: RunId, startedAt = 1_700_000_000_000): readonly Turn[] => {
  const [frame, other] = sampleResults;
  const schema = frame.schema;
  const fingerprint = schema && fingerprintSchema(schema);
  let seq = 0;
  const turn = (records: readonly Numberless<JournalRecord>[], put?: Turn["put"]): Turn => ({
    ...(put && { put }),
    records: records.map((record) => {
      seq++;
      const { type, ...rest } = record;
      return { seq, at: startedAt + seq, type, ...rest } as JournalRecord;
    }),
  });
  const error = { name: "Error", message: "no \u2028 such\ud800 file", data: { tries: [1, null] } };
  const ended = { annotations: { rows: 2, "": [null] }, durationMs: 0.25 };
  return [
    turn([
      {
        type: "run.started",
        version: 1,
        runId,
        workflow: "sample",
        modules: [
          { moduleName: "Loader", experiments: ["a", "b"] },
          { moduleName: "Scorer", experiments: ["x"] },
        ],
        concurrency: 2,
        onFailure: "continue",
      },
    ]),
    turn([
      { type: "experiment.started", experiment: 0 },
      { type: "module.started", ...of(0), schemaBefore: null },
    ]),
    turn(
      [
        ...(schema && fingerprint ? [{ type: "schema.recorded" as const, fingerprint, schema }] : []),
        { type: "step.completed", ...of(0), step: "read", state: "Completed", durationMs: 0.1 },
        {
          type: "module.completed",
          ...of(0),
          origin: "executed",
          schemaBefore: null,
          schemaAfter: fingerprint,
          changes: [],
          ...ended,
          result: "",
        },
      ],
      { execution: 0, tracked: frame },
    ),
    turn([
      { type: "module.started", ...of(1), schemaBefore: fingerprint },
      { type: "experiment.started", experiment: 1 },
      { type: "module.started", ...of(2), schemaBefore: null },
    ]),
    turn([{ type: "module.retried", ...of(1), schemaBefore: fingerprint, error, durationMs: 2, delayMs: 0 }]),
    turn([
      { type: "module.failed", ...of(2), schemaBefore: null, reason: "error", error, ...ended },
      { type: "experiment.failed", experiment: 1, reason: "module" },
    ]),
    turn(
      [
        {
          type: "module.completed",
          ...of(1, 2),
          origin: "executed",
          schemaBefore: fingerprint,
          schemaAfter: null,
          changes: [],
          ...ended,
          result: "",
        },
        { type: "experiment.completed", experiment: 0 },
      ],
      { execution: 1, tracked: other },
    ),
    turn([{ type: "run.failed", reason: "error", durationMs: 9 }]),
  ];
};

/** What a record says of the execution it is about. */
const of = (execution: number, attempt = 1) => ({
  execution,
  moduleName: execution % 2 === 0 ? "Loader" : "Scorer",
  experimentName: ["a", "x", "b", "x"][execution] ?? "",
  attempt,
});

/** Records that tell of a result by the reference that `put` gave. */
export const telling = (records: readonly JournalRecord[], result: string): readonly JournalRecord[] =>
  records.map((record) => (record.type === "module.completed" ? { ...record, result } : record));

/** Records a turn as an owner does, the result first; gives the records as they were appended. */
export const play = (run: OwnedRun, { put, records }: Turn): Effect.Effect<readonly JournalRecord[], StoreError> =>
  Effect.gen(function* () {
    const result = put === undefined ? "" : yield* run.results.put(put.execution, put.tracked);
    const told = telling(records, result);
    yield* run.journal.append(told);
    return told;
  });

/** Records turns one after the other; gives all their records. */
export const playAll = (run: OwnedRun, turns: readonly Turn[]): Effect.Effect<readonly JournalRecord[], StoreError> =>
  Effect.map(
    Effect.forEach(turns, (turn) => play(run, turn)),
    (told) => told.flat(),
  );
