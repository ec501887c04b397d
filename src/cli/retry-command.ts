import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command } from "effect/cli";

import { conclude } from "./conclude.ts";
import { findRun } from "./find-run.ts";
import { inspecting } from "./inspect-flags.ts";
import { openStore } from "./open-store.ts";
import { printDryRun } from "./print-dry-run.ts";
import { dryRunFlag, runFlags } from "./run-flags.ts";
import { storeFlag } from "./store-flag.ts";
import { engineOf } from "./workers-flag.ts";

const input = {
  ...runFlags,
  run: Argument.String("RUN").pipe(
    Argument.withDescription("The id of the earlier run; the latest when absent"),
    Argument.withDefault("latest"),
  ),
  store: storeFlag,
  dryRun: dryRunFlag,
};

/** `runstate retry`: begins a new run from an earlier one. */
export const retryCommand = Command.make("retry", input, (given) =>
  Effect.gen(function* () {
    const { runId } = yield* Effect.scoped(
      Effect.flatMap(openStore(given.store), (store) => findRun(store, given.store, given.run)),
    );
    if (given.dryRun) return yield* printDryRun(given, { runId });
    const { workflow, config, petsard, quiet, store } = given;
    const options = {
      reuse: !given.noReuse,
      ...(Option.isSome(given.concurrency) && { concurrency: given.concurrency.value }),
      ...engineOf(given.workers),
      resources: given.resource,
    };
    const way = { kind: "retry", runId } as const;
    const task = { workflow, config, petsard, quiet, store, options, way, ...inspecting(given) };
    return yield* conclude(task, given.json);
  }),
).pipe(
  Command.withDescription(
    "Begin a new run from an earlier one, which stays as it is: what that completed with the same params is taken over, " +
      "with its results; what failed, never ran, or has other params now is run.\n\n" +
      "  Exit codes: as of run; 2 also when there is no such run",
  ),
  Command.withShortDescription("Begin a run from what an earlier one completed"),
  Command.withExamples([
    {
      command: "runstate retry workflow.ts config.yaml",
      description: "Run again what did not complete in the latest run",
    },
    { command: "runstate retry workflow.ts config.yaml --dry-run", description: "Say what would run, and why" },
  ]),
);
