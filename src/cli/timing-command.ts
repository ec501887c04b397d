import * as Effect from "effect/Effect";
import { Command, Flag } from "effect/cli";

import type { TimingColumn } from "../status/timing.ts";
import { loadRun } from "./load-run.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderTiming } from "./render-timing.ts";
import { runSource } from "./run-source.ts";
import { reportTiming } from "./timing-report.ts";

const columns = [
  "moduleName",
  "experimentName",
  "experimentKey",
  "stepName",
  "state",
] as const satisfies readonly TimingColumn[];

const input = {
  ...runSource,
  by: Flag.Literals("by", columns).pipe(
    Flag.withDefault("moduleName" as const),
    Flag.withDescription("What the rows are (default moduleName)"),
  ),
  steps: Flag.Boolean("steps").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Below each row, the steps that modules timed inside their executions"),
  ),
};

/** `runstate timing`: where the time of a run went. */
export const timingCommand = Command.make("timing", input, (given) =>
  Effect.gen(function* () {
    const { status, notes } = yield* loadRun(given, "records");
    yield* printDocument(reportTiming(status, given.by, given.steps), given.json, renderTiming);
    yield* printNotes(notes());
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "Say where the time of a run went: count, mean, median, 95th percentile, maximum, total and share of its executions, " +
      "longest in total first.\n\n" +
      "  Exit codes:\n    0  told, whatever the state of the run\n" +
      "    2  there is no such run, file or record, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Say where the time of a run went"),
  Command.withExamples([
    { command: "runstate timing", description: "Of the latest run, by module" },
    { command: "runstate timing latest --by experimentKey", description: "By path, the slowest first" },
    { command: "runstate timing run.ndjson --steps", description: "Of a journal file, with the steps inside modules" },
  ]),
);
