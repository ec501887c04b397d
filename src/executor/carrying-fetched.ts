import type * as Effect from "effect/Effect";

import type * as Carrying from "./carrying.ts";
import { fetched } from "./fetched.ts";

export const carryingCode: Effect.Effect<typeof Carrying> = fetched(() => import("./carrying.ts"));
