import * as Effect from "effect/Effect";

import * as carrying from "./carrying.ts";

/** What carries out runs, at hand; in a page `carrying-fetched.ts` stands in the place of this file. */
export const carryingCode: Effect.Effect<typeof carrying> = Effect.succeed(carrying);
