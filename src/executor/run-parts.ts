import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";

import { carryingCode } from "./carrying-at-hand.ts";
import type * as Carrying from "./carrying.ts";
import { fetched } from "./fetched.ts";
import type * as KeepRun from "./keep-run.ts";

/** The parts of the executor that nothing before a run needs, or only some runs. */
export interface RunPartsService {
  /** Of every run: at hand, but in a page, which fetches it with the first (see `browser` in package.json). */
  readonly carrying: Effect.Effect<typeof Carrying>;
  /** Of a run that is kept in a store. */
  readonly keeping: Effect.Effect<typeof KeepRun>;
}

/**
 * Where a run gets its code: a page fetches it with the first run that needs it.
 *
 * A service, because fetching is I/O: who drives every turn of a run by hand gives it the code itself.
 */
export const RunParts: Context.Reference<RunPartsService> = Context.Reference("runstate/RunParts", {
  defaultValue: () => ({ carrying: carryingCode, keeping: fetched(() => import("./keep-run.ts")) }),
});
