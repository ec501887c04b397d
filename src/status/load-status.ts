import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { StoredValueError, type StoreError } from "../store-error.ts";
import type { RunId } from "../journal/record.ts";
import { replay } from "../store/replay.ts";
import type { StoreService } from "../store/store.ts";
import { checkOptions } from "../workflow/check-options.ts";
import { checkWord } from "../workflow/check-word.ts";
import type { Tracked } from "../workflow/module.ts";
import type { ResultLookup } from "./results.ts";
import { Status } from "./status.ts";

/** A store that has not been opened, such as `sqliteStore("runs.db")`. */
type ClosedStore = Effect.Effect<StoreService, StoreError, Scope.Scope>;

/** Which results of a stored run are read into memory. */
export interface LoadOptions {
  /** `all` (default), or `leaves`: only those of whole experiments; others count as released then. */
  readonly retain?: "all" | "leaves";
}

/**
 * Loads everything a store knows of a run: its status as of the last kept record, with its results.
 *
 * A run that another process works on is read up to that record; load it again to see more. `statusAt` goes back to any
 * record or snapshot. Rejects with a StoreError for an unknown run, and for a journal that is not legal. A result that
 * cannot be read rejects nothing: asking for it throws a StoredValueError. The records and results are all in memory
 * afterwards, and the store is closed.
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const store = sqliteStore(join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db"));
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 41 }).module("Adder", { run: ({ input }) => input.data + 1 });
 * await new Executor({ workflow, config: { Loader: { one: {} }, Adder: { one: {} } }, store, runId: "monday" }).run();
 *
 * const status = await loadStatus(store, "monday");
 * status.getExecutionResult("Loader[one]_Adder[one]").data; // => 42
 * const [before] = status.getSnapshots({ moduleName: "Adder" });
 * status.statusAt(before?.snapshotId ?? 0).getState("Loader[one]_Adder[one]"); // => "InProgress"
 * ```
 */
export const loadStatus = (store: ClosedStore, runId: string, options: LoadOptions = {}): Promise<Status> => {
  const { retain = "all" } = options;
  const loading = Effect.gen(function* () {
    checkOptions("loadStatus", options, "retain");
    checkWord("loadStatus", "retain", options.retain, ["all", "leaves"]);
    const { log, get } = yield* read(store, runId);
    const { plan } = log.state;
    const kept = new Map<number, () => Tracked<unknown> | undefined>();
    for (let execution = 0; execution < plan.size.executions; execution++)
      if (log.state.executionState(execution) === "Completed")
        if (retain === "all" || plan.execution(execution).depth === plan.sequence.length - 1)
          kept.set(execution, readNow(get, execution));
    return new Status(log, (execution) => kept.get(execution)?.());
  });
  return Effect.runPromise(Effect.scoped(loading));
};

/**
 * As {@link loadStatus}, with each result read when it is asked for, while the scope is open.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const store = sqliteStore(join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db"));
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 41 });
 * await new Executor({ workflow, config: { Loader: { one: {} } }, store, runId: "monday" }).run();
 *
 * const data = Effect.map(loadStatusEffect(store, "monday"), (status) => status.getExecutionResult("Loader[one]").data);
 * await Effect.runPromise(Effect.scoped(data)); // => 41
 * ```
 */
export const loadStatusEffect = (store: ClosedStore, runId: string): Effect.Effect<Status, StoreError, Scope.Scope> =>
  Effect.map(read(store, runId), ({ log, get }) => new Status(log, get));

const read = Effect.fnUntraced(function* (store: ClosedStore, runId: string) {
  const opened = yield* store;
  const id = runId as RunId;
  const records = yield* opened.records(id);
  const log = yield* replay(id, records);
  return { log, get: (yield* opened.results(id, records)).get };
});

/** What asking for a result gives, or throws, found out now. */
const readNow = (get: ResultLookup, execution: number): (() => Tracked<unknown> | undefined) => {
  try {
    const tracked = get(execution);
    return () => tracked;
  } catch (thrown) {
    if (!(thrown instanceof StoredValueError)) throw thrown;
    return () => {
      throw thrown;
    };
  }
};
