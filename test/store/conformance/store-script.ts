import * as Effect from "effect/Effect";
import * as fc from "fast-check";

import type { JournalRecord, StoreService } from "../../../src/index.ts";
import { inMemoryRun } from "../../../src/store/in-memory-run.ts";
import type { Tracked } from "../../../src/workflow/module.ts";
import { build, randomWorkflow } from "../../executor/workflow-arbitrary.ts";

/** One thing an executor asks of the run it owns. */
export type ScriptStep =
  | { readonly does: "put"; readonly execution: number; readonly tracked: Tracked<unknown> }
  | { readonly does: "release"; readonly execution: number }
  | { readonly does: "append"; readonly records: readonly JournalRecord[] };

/** Everything an executor asks of the run it owns, from its beginning to its end. */
export type Script = readonly ScriptStep[];

/** A store that keeps nothing, and notes what it is asked. */
const noting = (script: ScriptStep[]): StoreService => {
  const { results } = inMemoryRun();
  return {
    own: () =>
      Effect.succeed({
        records: [],
        journal: { append: (records) => Effect.sync(() => void script.push({ does: "append", records })) },
        results: {
          get: results.get,
          put: (execution, tracked) => {
            script.push({ does: "put", execution, tracked });
            return results.put(execution, tracked);
          },
          release: (execution) => {
            script.push({ does: "release", execution });
            return results.release(execution);
          },
        },
      }),
    runs: Effect.succeed([]),
    records: () => Effect.die("not asked"),
    results: () => Effect.die("not asked"),
    findReusable: () => Effect.succeed({ kind: "none" }),
  };
};

/** Scripts of random workflows, each of at most so many records; some runs are cancelled half way. */
export const someScripts = async (count: number, mostRecords: number): Promise<readonly Script[]> => {
  const random = fc.tuple(randomWorkflow, fc.constantFrom("continue", "stop"), fc.option(fc.nat(12)));
  const scripts: Script[] = [];
  for (const [workflow, onFailure, cancelAt] of fc.sample(random, count)) {
    const script: ScriptStep[] = [];
    const { executor } = build(workflow, { onFailure, store: Effect.succeed(noting(script)), runId: "scripted" });
    if (cancelAt !== null) executor.observe(({ seq }) => seq === cancelAt && executor.cancel());
    await executor.run();
    if (executor.status.seq <= mostRecords) scripts.push(script);
  }
  return scripts;
};
