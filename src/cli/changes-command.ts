import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Command, Flag } from "effect/cli";

import { reportChanges } from "./changes-report.ts";
import { requireNames } from "./known-names.ts";
import { loadRun } from "./load-run.ts";
import { nameFlags } from "./name-flags.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderChangeLines } from "./render-change-lines.ts";
import { runSource } from "./run-source.ts";

const input = {
  ...runSource,
  ...nameFlags,
  type: Flag.Literals("type", ["CREATE", "UPDATE", "TRANSFORM", "DELETE"]).pipe(
    Flag.withDescription("Only changes of this type"),
    Flag.optional,
  ),
  field: Flag.String("field").pipe(
    Flag.withMetavar("FIELD"),
    Flag.withDescription("Only of this column, or member of one, by its name"),
    Flag.optional,
  ),
};

/** `runstate changes`: what the modules of a run did to the schemas, field by field. */
export const changesCommand = Command.make("changes", input, (given) =>
  Effect.gen(function* () {
    const { status, notes } = yield* loadRun(given, "records");
    const filter = {
      module: Option.getOrUndefined(given.module),
      experiment: Option.getOrUndefined(given.experiment),
      key: Option.getOrUndefined(given.key),
      type: Option.getOrUndefined(given.type),
      field: Option.getOrUndefined(given.field),
    };
    yield* requireNames(status, filter);
    yield* printDocument(reportChanges(status, filter), given.json, renderChangeLines);
    yield* printNotes(notes());
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "List what the modules of a run did to the schemas, field by field. Changes that are alike are on one line; --json has " +
      "each of them. With --field or --key, statistics are told in numbers.\n\n" +
      "  Exit codes:\n    0  listed, even when there is none\n" +
      "    2  there is no such run, file, record or name, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("List the schema changes of a run"),
  Command.withExamples([
    { command: "runstate changes --module Preprocessor", description: "What one module did in the latest run" },
    { command: "runstate changes --field age", description: "What became of one column, module by module" },
    { command: "runstate changes run.ndjson --type DELETE --json", description: "Of a journal file, for a program" },
  ]),
);
