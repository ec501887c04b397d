import { existsSync } from "node:fs";
import { Effect } from "effect";
import { Argument, Command } from "effect/cli";

import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { printReport } from "./print-report.ts";
import { print } from "./print.ts";
import { reportJournalFile } from "./report-journal-file.ts";
import { reportStoredRun } from "./report-stored-run.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";

const input = {
  run: Argument.String("RUN").pipe(
    Argument.withDescription("The id of a stored run, latest, or a journal file; a file of that name comes first"),
  ),
  store: storeFlag,
  json: jsonFlag,
};

/** `runstate show`: sums up a run from the store, or from a journal file. */
export const showCommand = Command.make("show", input, ({ run, store, json }) =>
  Effect.gen(function* () {
    const { report, notes } = existsSync(run)
      ? yield* reportJournalFile(run)
      : yield* Effect.scoped(reportStoredRun(run, store));
    yield* printReport(report, json);
    for (const note of notes) yield* print(process.stderr, complaint(note));
    yield* setExitCode(report.state === "Completed" ? exitCodes.completed : exitCodes.failed);
  }),
).pipe(
  Command.withDescription(
    "Sum up a stored run, or one from its journal: without the results then, which a journal does not hold.\n\n" +
      "  Exit codes:\n    0  the run completed\n    1  it failed, is unfinished, or the journal ends before it does\n" +
      "    2  there is no such run or file, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Sum up a stored run, or a journal"),
  Command.withExamples([
    { command: "runstate show latest", description: "What ran, what failed, what changed, how long it took" },
    { command: "runstate show run.ndjson", description: "The same, of a journal file" },
  ]),
);
