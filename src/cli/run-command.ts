import { Cause, Effect, Option } from "effect";
import { Argument, Command, Flag } from "effect/cli";

import { Executor } from "../executor/executor.ts";
import type { RunOptions } from "../executor/executor-options.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { openJournal } from "./journal-file.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { printReport } from "./print-report.ts";
import { print } from "./print.ts";
import { type ProgressStyle, showProgress } from "./progress.ts";
import { reportRun } from "./run-report.ts";
import { startFailure } from "./start-failure.ts";
import { stopSignals } from "./stop-signals.ts";
import { strayErrors } from "./stray-errors.ts";

const input = {
  workflow: Argument.String("WORKFLOW").pipe(
    Argument.withDescription("TypeScript or JavaScript module whose default export is a workflow"),
  ),
  config: Argument.String("CONFIG").pipe(Argument.withDescription("YAML or JSON file: modules, experiments, params")),
  concurrency: Flag.Int("concurrency").pipe(
    Flag.filter(
      (count) => count >= 1,
      (count) => `Expected a whole number from 1, got ${count}`,
    ),
    Flag.withMetavar("N"),
    Flag.withDescription("The most executions in progress at once; wins over the config"),
    Flag.optional,
  ),
  onFailure: Flag.Literals("on-failure", ["continue", "stop"]).pipe(
    Flag.withDescription("After a failure, run what is not below it, or start nothing more"),
    Flag.optional,
  ),
  journal: Flag.String("journal").pipe(
    Flag.withMetavar("OUT.ndjson"),
    Flag.withDescription("Write every record of the run to this new file, as it happens"),
    Flag.optional,
  ),
  force: Flag.Boolean("force").pipe(Flag.withDefault(false), Flag.withDescription("Overwrite the journal file")),
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
};

type RunInput = Command.Command.Config.Infer<typeof input>;

/** `runstate run`: runs a workflow with a config, shows how it goes, and sums it up. */
export const runCommand = Command.make("run", input, (given) =>
  Effect.gen(function* () {
    const { report, journal, received, stray } = yield* Effect.scoped(carryOut(given));
    yield* printReport(report, given.json);
    if (journal?.failure !== undefined)
      yield* print(process.stderr, complaint(`${journal.path} ends early: ${journal.failure}`));
    // A signal that came when everything had run cancelled nothing.
    if (received !== undefined && report.reason === "cancelled") return yield* setExitCode(exitCodes[received]);
    if (journal?.failure !== undefined) return yield* setExitCode(exitCodes.journal);
    return yield* setExitCode(report.state === "Completed" && !stray ? exitCodes.completed : exitCodes.failed);
  }),
).pipe(
  Command.withDescription(
    "Run a workflow with a config. Progress goes to stderr, the summary to stdout.\n\n" +
      "  Exit codes:\n    0    every experiment completed\n    1    an execution failed\n" +
      "    2    nothing ran: the command line, the workflow file or the config was refused\n" +
      "    3    the run is over, but its journal could not be written to the end\n" +
      "    130  cancelled by Ctrl-C (press it twice to end at once)\n    143  cancelled by SIGTERM",
  ),
  Command.withShortDescription("Run a workflow with a config"),
  Command.withExamples([
    { command: "runstate run workflow.ts config.yaml", description: "Run it, one execution after the other" },
    {
      command: "runstate run workflow.ts config.yaml --concurrency 4 --journal run.ndjson",
      description: "Run four executions at once and keep the journal",
    },
    {
      command: "runstate run workflow.ts config.yaml --json --quiet | jq .failures",
      description: "Let another program read what failed",
    },
  ]),
);

const carryOut = Effect.fnUntraced(function* (given: RunInput) {
  const progress = yield* showProgress(styleOf(given));
  const { workflow, layer } = yield* loadWorkflow(given.workflow);
  const config = yield* loadConfig(given.config, given.petsard);
  const options: RunOptions = {
    // Only the results at the ends of the paths are shown.
    retain: "leaves",
    ...(Option.isSome(given.concurrency) && { concurrency: given.concurrency.value }),
    ...(Option.isSome(given.onFailure) && { onFailure: given.onFailure.value }),
  };
  const say = (message: string): void => progress.note(complaint(message));
  const stops = yield* stopSignals(say);
  const strays = yield* strayErrors(say);
  const signal = AbortSignal.any([stops.signal, strays.signal]);
  const executor = yield* Effect.try({
    try: () => new Executor({ workflow, layer, config, signal, ...options }),
    catch: startFailure,
  });
  const journal = Option.isSome(given.journal) ? yield* openJournal(given.journal.value, given.force) : undefined;
  // First the journal, then the screen: nothing is shown that could be lost.
  executor.observe((record) => {
    journal?.write(record);
    progress.tell(record, executor.status);
  });
  yield* executor.runEffect.pipe(Effect.catchCause((cause) => Effect.fail(startFailure(Cause.squash(cause)))));
  return {
    report: reportRun(executor.status),
    received: stops.received(),
    stray: strays.signal.aborted,
    journal: journal && { path: journal.path, failure: journal.failure() },
  };
});

const styleOf = ({ quiet }: RunInput): ProgressStyle => (quiet ? "none" : process.stderr.isTTY ? "live" : "lines");
