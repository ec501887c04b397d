import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command } from "effect/cli";

import { reportComparison } from "./comparison-report.ts";
import { requireRecords } from "./load-journal-file.ts";
import { loadRun } from "./load-run.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderComparison } from "./render-comparison.ts";
import type { RunSource } from "./run-source.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";

const input = {
  before: Argument.String("BEFORE").pipe(Argument.withDescription("The id of a stored run, or a journal file")),
  after: Argument.String("AFTER").pipe(
    Argument.withDescription("The run it is compared with: an id, latest (default), or a journal file"),
    Argument.withDefault("latest"),
  ),
  store: storeFlag,
  json: jsonFlag,
};

const whole = (run: string, store: string): RunSource => ({ run: Option.some(run), store, at: Option.none() });

/** `runstate compare`: what became of each execution, and each result, from one run to another. */
export const compareCommand = Command.make("compare", input, ({ before, after, store, json }) =>
  Effect.gen(function* () {
    const was = yield* loadRun(whole(before, store), "results");
    const is = yield* loadRun(whole(after, store), "results");
    yield* requireRecords(before, was.status);
    yield* requireRecords(after, is.status);
    const hasResults = was.store !== undefined && is.store !== undefined;
    yield* printDocument(reportComparison(was.status, is.status, hasResults), json, renderComparison);
    yield* printNotes([
      ...(hasResults ? [] : ["results are not compared: a journal file holds none"]),
      ...was.notes(),
      ...is.notes(),
    ]);
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "Compare two runs, execution by execution along the same path, and their results value by value. The worst comes first: " +
      "what completed and does not any more, what is missing, what takes half as long again (and 5 ms) or more.\n\n" +
      "  Exit codes:\n    0  compared, whatever came out\n" +
      "    2  there is no such run or file, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Compare two runs"),
  Command.withExamples([
    { command: "runstate compare 20261126T101500-abcdefghij", description: "A run, and the latest" },
    { command: "runstate compare monday.ndjson tuesday.ndjson", description: "Two journal files: without results" },
    { command: "runstate compare baseline latest --json", description: "For a program that stops a release" },
  ]),
);
