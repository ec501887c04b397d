import type * as Effect from "effect/Effect";

import type * as Carrying from "./carrying.ts";
import { fetched } from "./fetched.ts";

/** What carries out runs, fetched with the first of them: in pages, by the field `browser` of package.json. */
export const carryingCode: Effect.Effect<typeof Carrying> = fetched(() => import("./carrying.ts"));
