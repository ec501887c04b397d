import { existsSync } from "node:fs";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command } from "effect/cli";

import { StatusError } from "../error.ts";
import { parseExperimentKey } from "../workflow/experiment-key.ts";
import { detailExecution } from "./execution-detail.ts";
import { loadRun } from "./load-run.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderExecution } from "./render-execution.ts";
import { renderStatus } from "./render-status.ts";
import { runSource } from "./run-source.ts";
import { reportStatus } from "./status-report.ts";

const input = {
  ...runSource,
  key: Argument.String("KEY").pipe(
    Argument.withDescription("One execution or experiment: Loader[adult]_Reporter[csv]. RUN can be left out then"),
    Argument.optional,
  ),
};

/** `runstate status`: how far a run is, or everything about one of its executions. */
export const statusCommand = Command.make("status", input, (given) =>
  Effect.gen(function* () {
    const { run, key } = sortOut(given.run, given.key);
    const loaded = yield* loadRun({ ...given, run }, Option.isSome(key) ? "results" : "state");
    if (Option.isSome(key)) yield* printDocument(yield* detailOf(loaded, key.value), given.json, renderExecution);
    else yield* printDocument(reportStatus(loaded), given.json, renderStatus);
    yield* printNotes(loaded.notes());
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "Say at a glance how far a run is: counts per state of the run and of each module, what is in progress and since " +
      "when, what failed. With KEY, everything about one execution: its attempts with their errors, waits and times, the " +
      "schemas of its input and output, its changes, its annotations, its result in short, and what it is blocked by.\n\n" +
      "  Exit codes:\n    0  told, whatever the state of the run\n" +
      "    2  there is no such run, file, record or key, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Say how far a run is, or everything about one execution"),
  Command.withExamples([
    { command: "runstate status", description: "How far the latest run is" },
    { command: "runstate status 'Loader[adult]_Reporter[csv]'", description: "One execution of the latest run" },
    { command: "runstate status latest --at 120", description: "The run as it was at its 120th record" },
  ]),
);

/** Keys have brackets, and ids of runs have none: a lone argument that is a key is no run, unless it is a file. */
const sortOut = (
  run: Option.Option<string>,
  key: Option.Option<string>,
): { readonly run: Option.Option<string>; readonly key: Option.Option<string> } =>
  Option.isNone(key) && Option.exists(run, (text) => parseExperimentKey(text) !== undefined && !existsSync(text))
    ? { run: Option.none(), key: run }
    : { run, key };

const detailOf = (...[loaded, key]: Parameters<typeof detailExecution>) =>
  Effect.try({
    try: () => detailExecution(loaded, key),
    catch: (thrown) => {
      if (thrown instanceof StatusError) return thrown;
      throw thrown;
    },
  });
