import * as Effect from "effect/Effect";

import * as carrying from "./carrying.ts";

export const carryingCode: Effect.Effect<typeof carrying> = Effect.succeed(carrying);
