import { Effect } from "effect";
import { Argument, Command, Flag } from "effect/cli";

import { journalBytes } from "../store/sqlite/journal-bytes.ts";
import { findRun } from "./find-run.ts";
import { openStore } from "./open-store.ts";
import { printBytes } from "./print.ts";
import { storeFlag } from "./store-flag.ts";

const input = {
  run: Argument.String("RUN").pipe(Argument.withDescription("The id of a stored run, or latest")),
  format: Flag.Literals("format", ["ndjson"]).pipe(
    Flag.withDefault("ndjson" as const),
    Flag.withDescription("A journal file, one record per line (default)"),
  ),
  store: storeFlag,
};

/** `runstate export`: writes the journal of a stored run to stdout. */
export const exportCommand = Command.make("export", input, ({ run, store }) =>
  Effect.gen(function* () {
    const { runId } = yield* Effect.scoped(Effect.flatMap(openStore(store), (opened) => findRun(opened, store, run)));
    yield* printBytes(process.stdout, yield* journalBytes(store, runId));
  }),
).pipe(
  Command.withDescription(
    "Write the journal of a stored run to stdout: the same bytes as run --journal writes.\n\n" +
      "  Exit codes:\n    0  written\n    2  there is no such run\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Write the journal of a stored run"),
  Command.withExamples([
    { command: "runstate export latest > run.ndjson", description: "The newest run as a journal file" },
  ]),
);
