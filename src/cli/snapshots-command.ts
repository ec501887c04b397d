import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Command, Flag } from "effect/cli";

import { countFlag } from "./count-flag.ts";
import { requireNames } from "./known-names.ts";
import { loadRun } from "./load-run.ts";
import { nameFlags } from "./name-flags.ts";
import { printDocument } from "./print-document.ts";
import { printNotes } from "./print-notes.ts";
import { renderSnapshots } from "./render-snapshots.ts";
import { runSource } from "./run-source.ts";
import { reportSnapshots } from "./snapshots-report.ts";

/** A run has two for each execution; a program is given everything. */
const usualLimit = 200;

const input = {
  ...runSource,
  ...nameFlags,
  phase: Flag.Literals("phase", ["before", "after", "transition"]).pipe(
    Flag.withDescription("Only those before a module ran, after it, or when an attempt failed"),
    Flag.optional,
  ),
  limit: countFlag("limit", { from: 1 }).pipe(
    Flag.withDescription(`List the newest N (default ${usualLimit}; with --json all)`),
    Flag.optional,
  ),
};

/** `runstate snapshots`: the snapshots of a run, each a place to go back to. */
export const snapshotsCommand = Command.make("snapshots", input, (given) =>
  Effect.gen(function* () {
    const { status, notes } = yield* loadRun(given, "records");
    const filter = {
      module: Option.getOrUndefined(given.module),
      experiment: Option.getOrUndefined(given.experiment),
      key: Option.getOrUndefined(given.key),
      phase: Option.getOrUndefined(given.phase),
    };
    yield* requireNames(status, filter);
    const limit = Option.getOrElse(given.limit, () => (given.json ? undefined : usualLimit));
    yield* printDocument(reportSnapshots(status, filter, limit), given.json, renderSnapshots);
    yield* printNotes(notes());
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "List the snapshots of a run: one before and one after every module, and one when an attempt failed. Each is a place " +
      "to look back to (--at), and to begin another run from (runstate fork). --json has the schemas.\n\n" +
      "  Exit codes:\n    0  listed, even when there is none\n" +
      "    2  there is no such run, file, record or name, or the journal cannot be read\n    4  the store cannot be read",
  ),
  Command.withShortDescription("List the snapshots of a run"),
  Command.withExamples([
    { command: "runstate snapshots --module Preprocessor --phase after", description: "After each Preprocessor" },
    { command: "runstate snapshots --key 'Loader[adult]' --json", description: "Of one execution, with its schemas" },
  ]),
);
