import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { StoreError } from "../store-error.ts";
import { atOnce, nowOf } from "../journal/at-once.ts";
import type { RunId } from "../journal/record.ts";
import type { OwnedRun } from "./store.ts";

/** An owned run that takes no more records once the scope has closed: by then it may have another owner. */
export const whileOwned = (run: OwnedRun, runId: RunId): Effect.Effect<OwnedRun, never, Scope.Scope> => {
  let owned = true;
  const keep = nowOf(run.journal.append);
  const append: OwnedRun["journal"]["append"] = atOnce((records) =>
    owned ? keep(records) : Effect.fail(givenBack(runId)),
  );
  return Effect.acquireRelease(Effect.succeed({ ...run, journal: { append } }), () =>
    Effect.sync(() => {
      owned = false;
    }),
  );
};

const givenBack = (runId: RunId): StoreError =>
  new StoreError({
    reason: "failed",
    subject: `run ${runId}`,
    detail: "it is no longer owned here, since the scope it was owned in has closed. Own it again.",
    cause: undefined,
  });
