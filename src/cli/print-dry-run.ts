import * as Effect from "effect/Effect";

import type { ReuseFrom } from "../executor/load-reuse.ts";
import { dryRunFrom } from "./dry-run.ts";
import { pageOf } from "./page-of.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";
import { renderReusePlan } from "./render-reuse-plan.ts";

/** Says what a run that begins from an earlier one would do; runs nothing. */
export const printDryRun = Effect.fnUntraced(function* (
  given: Parameters<typeof dryRunFrom>[0] & { readonly json: boolean },
  from: ReuseFrom,
) {
  const plan = yield* Effect.scoped(dryRunFrom(given, from));
  const text = given.json
    ? printableJson({ version: 1, origin: plan.origin, executions: plan.steps })
    : renderReusePlan(plan, pageOf(process.stdout));
  yield* print(`${text}\n`);
});
