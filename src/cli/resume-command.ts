import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command } from "effect/cli";

import { recordsAfter } from "../store/sqlite/records-after.ts";
import { conclude } from "./conclude.ts";
import { dryRun } from "./dry-run.ts";
import { findUnfinished } from "./find-run.ts";
import { inspecting } from "./inspect-flags.ts";
import { openStore } from "./open-store.ts";
import { pageOf } from "./page-of.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";
import { renderResumePlan } from "./render-resume-plan.ts";
import { dryRunFlag, runFlags } from "./run-flags.ts";
import { storeFlag } from "./store-flag.ts";
import { engineOf } from "./workers-flag.ts";

const input = {
  ...runFlags,
  run: Argument.String("RUN").pipe(
    Argument.withDescription("The id of an unfinished run; the latest of them when absent"),
    Argument.optional,
  ),
  store: storeFlag,
  dryRun: dryRunFlag,
};

/** `runstate resume`: goes on with an unfinished run. */
export const resumeCommand = Command.make("resume", input, (given) =>
  Effect.gen(function* () {
    const { runId } = yield* Effect.scoped(
      Effect.flatMap(openStore(given.store), (opened) =>
        findUnfinished(opened, given.store, Option.getOrUndefined(given.run)),
      ),
    );
    if (given.dryRun) {
      const steps = yield* dryRun(given, runId);
      const text = given.json
        ? printableJson({ version: 1, runId, executions: steps })
        : renderResumePlan(runId, steps, pageOf(process.stdout));
      return yield* print(`${text}\n`);
    }
    // As the run was begun, unless said otherwise.
    const [first] = yield* recordsAfter(given.store, runId, 0, 1);
    const begun = first?.type === "run.started" ? first : undefined;
    const concurrency = Option.getOrElse(given.concurrency, () => begun?.concurrency ?? 1);
    const { workflow, config, petsard, quiet, store } = given;
    const options = {
      concurrency,
      ...engineOf(given.workers),
      resources: given.resource,
      reuse: !given.noReuse,
      ...(begun && { onFailure: begun.onFailure }),
    };
    const task = {
      workflow,
      config,
      petsard,
      quiet,
      store,
      options,
      way: { kind: "resume", runId },
      ...inspecting(given),
    } as const;
    return yield* conclude(task, given.json);
  }),
).pipe(
  Command.withDescription(
    "Go on with an unfinished run: one whose process was killed, or could not write to the store. What completed is " +
      "kept; what was in progress is run again, as the next attempt; what has not started is run. WORKFLOW and CONFIG " +
      "must name the same modules, experiments and params as when the run was begun.\n\n" +
      "  Exit codes: as of run; 2 also when there is no such run, it is over, or another process works on it",
  ),
  Command.withShortDescription("Go on with an unfinished run"),
  Command.withExamples([
    { command: "runstate resume workflow.ts config.yaml", description: "Go on with the latest unfinished run" },
    { command: "runstate resume workflow.ts config.yaml --dry-run", description: "Say what would run, and why" },
  ]),
);
