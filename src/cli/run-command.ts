import * as Option from "effect/Option";
import { Command, Flag } from "effect/cli";

import { conclude } from "./conclude.ts";
import { inspecting } from "./inspect-flags.ts";
import { pathFlag } from "./path-flag.ts";
import { runFlags } from "./run-flags.ts";
import { defaultStore, storeFlag } from "./store-flag.ts";
import { engineOf } from "./workers-flag.ts";

const input = {
  ...runFlags,
  onFailure: Flag.Literals("on-failure", ["continue", "stop"]).pipe(
    Flag.withDescription("After a failure, run what is not below it, or start nothing more"),
    Flag.optional,
  ),
  journal: pathFlag("journal", "OUT.ndjson").pipe(
    Flag.withDescription("Write every record of the run to this new file, as it happens"),
    Flag.optional,
  ),
  force: Flag.Boolean("force").pipe(Flag.withDefault(false), Flag.withDescription("Overwrite the journal file")),
  store: storeFlag,
  noStore: Flag.Boolean("no-store").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Keep the run nowhere"),
  ),
};

/** `runstate run`: runs a workflow with a config, shows how it goes, and sums it up. */
export const runCommand = Command.make("run", input, (given) =>
  conclude(
    {
      workflow: given.workflow,
      config: given.config,
      petsard: given.petsard,
      quiet: given.quiet,
      options: {
        reuse: !given.noReuse,
        ...(Option.isSome(given.concurrency) && { concurrency: given.concurrency.value }),
        ...engineOf(given.workers),
        resources: given.resource,
        ...(Option.isSome(given.onFailure) && { onFailure: given.onFailure.value }),
      },
      store: given.noStore ? undefined : given.store,
      ...(Option.isSome(given.journal) && { journal: { path: given.journal.value, force: given.force } }),
      ...inspecting(given),
    },
    given.json,
  ),
).pipe(
  Command.withDescription(
    `Run a workflow with a config, and keep the run in ${defaultStore}. Progress goes to stderr, the summary to stdout.\n\n` +
      "  Exit codes:\n    0    every experiment completed\n    1    an execution failed\n" +
      "    2    nothing ran: the command line, the workflow file or the config was refused\n" +
      "    3    the run is over, but its journal or its summary could not be written to the end\n" +
      "    4    the run could not be kept: the store is full, not writable, or none; what is kept can be resumed\n" +
      "    130  cancelled by Ctrl-C (press it twice to end at once)\n    143  cancelled by SIGTERM",
  ),
  Command.withShortDescription("Run a workflow with a config"),
  Command.withExamples([
    { command: "runstate run workflow.ts config.yaml", description: "Run it, one execution after the other" },
    {
      command: "runstate run workflow.ts config.yaml --concurrency 4 --journal run.ndjson",
      description: "Run four executions at once and keep the journal",
    },
    { command: "runstate run workflow.ts config.yaml --inspect", description: "Watch it in the browser" },
    {
      command: "runstate run workflow.ts config.yaml --json --quiet | jq .failures",
      description: "Let another program read what failed",
    },
  ]),
);
