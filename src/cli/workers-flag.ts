import * as Option from "effect/Option";
import { Flag } from "effect/cli";

import { workers } from "../engine/workers.ts";
import type { Engine } from "../executor/engine.ts";
import { countFlag } from "./count-flag.ts";

/** In how many threads the modules run that are given by file. */
export const workersFlag = countFlag("workers", { from: 1 }).pipe(
  Flag.withDescription("Run modules that are given by file in up to N threads"),
  Flag.map(workers),
  Flag.optional,
);

/** The option a run gets from the flag. */
export const engineOf = (given: Option.Option<Engine>): { readonly engine?: Engine } =>
  Option.isSome(given) ? { engine: given.value } : {};
