import * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import type { RunId } from "../journal/record.ts";
import type { StoredRun, StoreService } from "../store/store.ts";
import { UsageError } from "./usage-error.ts";

/** Finds a stored run by its id; `latest` is the one that was started last. */
export const findRun = (
  store: StoreService,
  path: string,
  wanted: string,
): Effect.Effect<StoredRun, UsageError | StoreError> =>
  Effect.flatMap(store.runs, (runs) => {
    const found = wanted === "latest" ? runs[0] : runs.find(({ runId }) => runId === wanted);
    if (found !== undefined) return Effect.succeed(found);
    if (wanted === "latest") return noRun(path, "no run");
    // The store knows whether it was removed.
    const unknown = noRun(path, `no run ${wanted}`);
    return Effect.matchEffect(store.records(wanted as RunId), {
      onFailure: (error) => Effect.fail(error.reason === "unknown-run" ? unknown : error),
      onSuccess: () => Effect.fail(unknown),
    });
  });

/** Finds the run to go on with: the latest unfinished one unless an id is given. */
export const findUnfinished = (
  store: StoreService,
  path: string,
  wanted: string | undefined,
): Effect.Effect<StoredRun, UsageError | StoreError> =>
  wanted === undefined
    ? Effect.flatMap(store.runs, (runs) => {
        const found = runs.find(({ state, owned }) => state === "InProgress" && !owned);
        if (found !== undefined) return Effect.succeed(found);
        const live = runs.find(({ owned }) => owned);
        return live === undefined ? noRun(path, "no unfinished run") : refuse(live);
      })
    : Effect.flatMap(findRun(store, path, wanted), (found) =>
        found.state === "InProgress" && !found.owned ? Effect.succeed(found) : refuse(found),
      );

const noRun = (path: string, what: string): UsageError =>
  new UsageError({ subject: path, reason: `it holds ${what}`, remedy: "`runstate runs` lists those it holds." });

const refuse = ({ runId, state, owned }: StoredRun): UsageError =>
  new UsageError({
    subject: `run ${runId}`,
    reason: owned ? "it is in progress in another process" : `it is over (${state})`,
    remedy: "Only an unfinished run that nobody works on can go on; `runstate runs` lists them.",
  });
