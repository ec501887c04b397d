import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command } from "effect/cli";

import { noSnapshotId } from "../executor/no-snapshot-id.ts";
import { parseSnapshotId } from "../journal/snapshot-id.ts";
import { conclude } from "./conclude.ts";
import { printDryRun } from "./print-dry-run.ts";
import { inspecting } from "./inspect-flags.ts";
import { dryRunFlag, runFlags } from "./run-flags.ts";
import { storeFlag } from "./store-flag.ts";
import { engineOf } from "./workers-flag.ts";

const input = {
  ...runFlags,
  snapshot: Argument.String("SNAPSHOT").pipe(
    Argument.withDescription("The id of a snapshot, which reads RUN:NUMBER: the record to begin from"),
  ),
  store: storeFlag,
  dryRun: dryRunFlag,
};

/** `runstate fork`: begins a new run from an earlier one as it was at one of its records. */
export const forkCommand = Command.make("fork", input, (given) =>
  Effect.gen(function* () {
    if (given.dryRun)
      return yield* printDryRun(given, parseSnapshotId(given.snapshot) ?? (yield* noSnapshotId(given.snapshot)));
    const { workflow, config, petsard, quiet, store } = given;
    const options = {
      reuse: !given.noReuse,
      ...(Option.isSome(given.concurrency) && { concurrency: given.concurrency.value }),
      ...engineOf(given.workers),
      resources: given.resource,
    };
    const way = { kind: "fork", snapshotId: given.snapshot } as const;
    const task = { workflow, config, petsard, quiet, store, options, way, ...inspecting(given) };
    return yield* conclude(task, given.json);
  }),
).pipe(
  Command.withDescription(
    "Begin a new run from an earlier one as it was at a snapshot, usually with another CONFIG: what was completed by then " +
      "with the same params is taken over. The earlier run stays as it is.\n\n" +
      "  Exit codes: as of run; 2 also when there is no such snapshot",
  ),
  Command.withShortDescription("Begin a run from a snapshot of an earlier one"),
  Command.withExamples([
    {
      command: "runstate fork workflow.ts other.yaml 20261123T193041-s3o5fbus6g:120",
      description: "Another config from there on",
    },
  ]),
);
