import { Argument, Flag } from "effect/cli";

import { countFlag } from "./count-flag.ts";
import { inspectFlags } from "./inspect-flags.ts";
import { resourceFlag } from "./resource-flag.ts";
import { workersFlag } from "./workers-flag.ts";

/** What every command that runs something is told. */
export const runFlags = {
  workflow: Argument.String("WORKFLOW").pipe(
    Argument.withDescription("TypeScript or JavaScript module whose default export is a workflow"),
  ),
  config: Argument.String("CONFIG").pipe(Argument.withDescription("YAML or JSON file: modules, experiments, params")),
  concurrency: countFlag("concurrency", { from: 1 }).pipe(
    Flag.withDescription("The most executions in progress at once; wins over the config"),
    Flag.optional,
  ),
  workers: workersFlag,
  resource: resourceFlag,
  noReuse: Flag.Boolean("no-reuse").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Take over no result by `reuse`: what its modules would find in the store runs again"),
  ),
  petsard: Flag.Boolean("petsard").pipe(Flag.withDefault(false), Flag.withDescription("CONFIG is written for PETsARD")),
  json: Flag.Boolean("json").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Print the summary as one JSON document"),
  ),
  quiet: Flag.Boolean("quiet").pipe(
    Flag.withDefault(false),
    Flag.withAlias("q"),
    Flag.withDescription("Show no progress"),
  ),
  ...inspectFlags,
};

/** `--dry-run`, of the commands that go on with a run or begin one from another. */
export const dryRunFlag = Flag.Boolean("dry-run").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Say what would run, and why; run nothing"),
);
