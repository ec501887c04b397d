import { Effect, FileSystem } from "effect";
import { Argument, Command, Flag } from "effect/cli";

import { JournalError } from "../error.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { Status } from "../status/status.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { countOf } from "./format-count.ts";
import { printReport } from "./print-report.ts";
import { print } from "./print.ts";
import { reportRun } from "./run-report.ts";
import { UsageError } from "./usage-error.ts";

const input = {
  journal: Argument.String("RUN.ndjson").pipe(Argument.withDescription("A journal written by run --journal")),
  json: Flag.Boolean("json").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Print the summary as one JSON document"),
  ),
};

/** `runstate show`: sums up a run from its journal. */
export const showCommand = Command.make("show", input, ({ journal, json }) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem;
    const text = yield* fs
      .readFileString(journal)
      .pipe(Effect.mapError(({ message }) => unreadable(journal, message, "Give the path of a journal file.")));
    const { status, torn } = yield* Effect.try({ try: () => read(text), catch: (thrown) => refused(journal, thrown) });
    const report = { ...reportRun(status), torn: torn !== undefined };
    yield* printReport(report, json);
    for (const note of notes(status, torn)) yield* print(process.stderr, complaint(note));
    yield* setExitCode(report.state === "Completed" ? exitCodes.completed : exitCodes.failed);
  }),
).pipe(
  Command.withDescription(
    "Sum up a run from its journal: the same summary, without the results, which a journal does not hold.\n\n" +
      "  Exit codes:\n    0  the run completed\n    1  it failed, or the journal ends before it does\n" +
      "    2  the journal cannot be read",
  ),
  Command.withShortDescription("Sum up a run from its journal"),
  Command.withExamples([
    { command: "runstate show run.ndjson", description: "What ran, what failed, what changed, how long it took" },
  ]),
);

const read = (text: string): { readonly status: Status; readonly torn: string | undefined } => {
  const { records, torn } = parseJournal(text);
  return { status: Status.fromJournal(records), torn };
};

const notes = (status: Status, torn: string | undefined): readonly string[] => {
  const { InProgress } = status.executionCounts;
  return [
    ...(torn === undefined ? [] : ["the last line of the journal is torn: its writer was stopped in the middle of it"]),
    ...(status.state === "InProgress"
      ? [`the journal ends while ${countOf(InProgress, "execution")} ${InProgress === 1 ? "is" : "are"} in progress`]
      : []),
  ];
};

const refused = (path: string, thrown: unknown): UsageError => {
  if (thrown instanceof JournalError) return unreadable(path, `record ${thrown.seq}: ${thrown.reason}`, thrown.remedy);
  return unreadable(path, String(thrown), "This is a mistake in runstate.");
};

const unreadable = (subject: string, reason: string, remedy: string): UsageError =>
  new UsageError({ subject, reason: `the journal cannot be read: ${reason}`, remedy });
