import * as Effect from "effect/Effect";

import type { ConfigError } from "../error.ts";
import { wordProblem } from "../workflow/check-word.ts";
import { configRefusal } from "../workflow/config-refusal.ts";
import { EXECUTOR_SECTION } from "../workflow/names.ts";
import { showValue } from "../workflow/show-value.ts";
import type { RunOptions } from "./executor-options.ts";

/**
 * Refuses values that plain JavaScript can give to options, and that would count as others: `onFailure: "stopp"` as
 * `continue`, `reuse: "no"` as true. Told with the first run: in pages, what plans a run is loaded before what runs it.
 */
export const checkOptionValues = ({ onFailure, retain, actors, reuse, store }: RunOptions): ConfigError | undefined =>
  configRefusal(
    Object.entries({
      onFailure: wordProblem(onFailure, ["continue", "stop"]),
      retain: wordProblem(retain, ["all", "leaves"]),
      actors: wordProblem(actors, ["leaf", "machine"]),
      reuse: wordProblem(reuse, [true, false]),
      store: store === undefined || Effect.isEffect(store) ? undefined : noStore(store),
    }).flatMap(([option, problem]) => (problem ? [{ path: [EXECUTOR_SECTION, option], ...problem }] : [])),
  );

const noStore = (value: unknown) => ({
  reason: `${showValue(value)} is no store`,
  remedy: 'Write sqliteStore("runs.db"), or leave the option out.',
});
