import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Command } from "effect/cli";

import { exitCodes, setExitCode } from "./exit-code.ts";
import { loadRun } from "./load-run.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderReport } from "./render-report.ts";
import { goOnHint } from "./go-on-hint.ts";
import { reportRun, type RunReport } from "./run-report.ts";
import { runSource } from "./run-source.ts";

/** `runstate show`: sums up a run from the store, or from a journal file. */
export const showCommand = Command.make("show", runSource, (given) =>
  Effect.gen(function* () {
    const { status, records, live, store, torn, notes } = yield* loadRun(given, "results");
    const runId = status.runId ?? "";
    const unfinished = live === false && !status.isOver();
    const report: RunReport = {
      ...reportRun(status),
      ...(Option.isSome(given.at) && { asOf: { seq: status.seq, records } }),
      ...(torn !== undefined && { torn }),
      ...(store !== undefined && { store }),
      ...(store !== undefined && unfinished && { resume: goOnHint("resume", { runId, store }) }),
      ...(store !== undefined && status.state === "Failed" && { retry: goOnHint("retry", { runId, store }) }),
    };
    yield* printDocument(report, given.json, renderReport);
    yield* printNotes(notes());
    yield* setExitCode(report.state === "Completed" ? exitCodes.completed : exitCodes.failed);
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "Sum up a stored run, or one from its journal: without the results then, which a journal does not hold.\n\n" +
      "  Exit codes:\n    0  the run completed\n    1  it failed, is unfinished, or the journal ends before it does\n" +
      "    2  there is no such run or file, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Sum up a stored run, or a journal"),
  Command.withExamples([
    { command: "runstate show latest", description: "What ran, what failed, what changed, how long it took" },
    { command: "runstate show --at 120", description: "The latest run as it was at its 120th record" },
    { command: "runstate show run.ndjson", description: "The same, of a journal file" },
  ]),
);
