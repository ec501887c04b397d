import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";

import { fetched } from "./fetched.ts";
import type * as KeepRun from "./keep-run.ts";

/** The parts of the executor that only some runs need. */
export interface RunPartsService {
  /** Of a run that is kept in a store. */
  readonly keeping: Effect.Effect<typeof KeepRun>;
}

/**
 * Where a run gets the code that only some runs need: a page fetches it with the first run that does.
 *
 * A service, because fetching is I/O: who drives every turn of a run by hand gives it the code itself.
 */
export const RunParts: Context.Reference<RunPartsService> = Context.Reference("runstate/RunParts", {
  defaultValue: () => ({ keeping: fetched(() => import("./keep-run.ts")) }),
});
