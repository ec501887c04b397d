/** A run of any number of executions, as the records one worker makes of it, written to a store without its modules. */
import * as Effect from "effect/Effect";

import { type JournalRecord, type OwnedRun, planConfig, type RunId } from "../../src/index.ts";

/** About as many experiments of the first module as of the second: width² + width executions. */
export const largePlan = (executions: number) => {
  const width = Math.round(Math.sqrt(executions));
  const experiments = (prefix: string) =>
    Object.fromEntries(Array.from({ length: width }, (_, n) => [`${prefix}${n}`, {}]));
  return planConfig({ Loader: experiments("l"), Reporter: experiments("r") }, { maxExecutions: 1e8 });
};

const rows = [{ id: 1, name: "a", score: 0.5 }];

/** The records of a run in which everything completed, in the order and the batches one worker makes them. */
export function* largeRun(plan: ReturnType<typeof largePlan>, runId: RunId): Generator<readonly JournalRecord[]> {
  let seq = 0;
  let begun = -1;
  const head = () => ({ seq: ++seq, at: 1_700_000_000_000 + seq });
  const { modules } = plan;
  const begin = { version: 1, runId, workflow: "large", modules, concurrency: 1, onFailure: "continue" } as const;
  yield [{ ...head(), type: "run.started", ...begin }];
  for (const { index: execution, depth, experiment, path: steps } of plan.executions()) {
    const [moduleName, experimentName] = steps[depth] ?? ["", ""];
    const of = { execution, moduleName, experimentName, attempt: 1 };
    const started = { type: "module.started", ...of, schemaBefore: null } as const;
    yield begun < experiment
      ? [
          { ...head(), type: "experiment.started", experiment: (begun = experiment) },
          { ...head(), ...started },
        ]
      : [{ ...head(), ...started }];
    const end = { schemaAfter: null, changes: [], annotations: {}, durationMs: 0.25, result: "memory" };
    const completed = { type: "module.completed", ...of, origin: "executed", schemaBefore: null, ...end } as const;
    yield depth === 1
      ? [
          { ...head(), ...completed },
          { ...head(), type: "experiment.completed", experiment },
        ]
      : [{ ...head(), ...completed }];
  }
  yield [{ ...head(), type: "run.completed", durationMs: plan.size.executions / 4 }];
}

/** The same records with the references under which a store keeps their results: equal rows for each. */
export const withResults = Effect.fnUntraced(function* (records: readonly JournalRecord[], { results }: OwnedRun) {
  const kept: JournalRecord[] = [];
  for (const record of records)
    kept.push(
      record.type === "module.completed"
        ? { ...record, result: yield* results.put(record.execution, { data: rows, schema: null }) }
        : record,
    );
  return kept;
});
