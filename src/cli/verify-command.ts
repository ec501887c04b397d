import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command, Flag } from "effect/cli";

import type { StoreError } from "../store-error.ts";
import type { RunId } from "../journal/record.ts";
import { verifyIt } from "../store/sqlite/verify-it.ts";
import { allRunIds, type Verification, verifyRun } from "../store/sqlite/verify-run.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { openStore, requireStore } from "./open-store.ts";
import { pageOf } from "./page-of.ts";
import { print, printMessage } from "./print.ts";
import { printableJson } from "./printable.ts";
import { renderVerification } from "./render-verification.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";
import { UsageError } from "./usage-error.ts";

const input = {
  run: Argument.String("RUN").pipe(
    Argument.withDescription("The id of a stored run, or latest; every run when absent"),
    Argument.optional,
  ),
  anchor: Flag.String("anchor").pipe(
    Flag.withMetavar("HEAD"),
    Flag.filter(
      (text) => /^[\da-f]{64}$/iu.test(text),
      () => "a head as verify prints it: 64 hexadecimal digits",
    ),
    Flag.withDescription("A head that verify printed earlier: the run must still lead to it, or through it"),
    Flag.optional,
  ),
  store: storeFlag,
  json: jsonFlag,
};

/** `runstate verify`: says whether stored runs are as they were written. */
export const verifyCommand = Command.make("verify", input, ({ run, anchor, store, json }) =>
  Effect.gen(function* () {
    yield* requireStore(store);
    if (Option.isSome(anchor) && Option.isNone(run)) return yield* anchorOfNothing;
    const options = Option.isSome(anchor) ? { anchor: anchor.value } : {};
    const ids = Option.isSome(run) ? [yield* idOf(run.value, store)] : yield* allRunIds(store);
    const page = pageOf(process.stdout);
    const runs: Verification[] = [];
    for (const runId of ids) {
      const verification = yield* Effect.catchTag(verifyRun(store, runId, options), "StoreError", (error) =>
        error.reason === "damaged" ? Effect.succeed(unreadable(runId, error)) : Effect.fail(error),
      );
      runs.push(verification);
      if (!json) yield* print(`${renderVerification(verification, page)}\n`);
    }
    if (json) yield* print(`${printableJson({ version: 1, store, runs })}\n`);
    const bad = runs.filter(({ problems }) => problems.length > 0).length;
    if (bad === 0) return yield* setExitCode(exitCodes.completed);
    return yield* sayWhatHelps(
      `${countOf(bad, "run")} of ${formatCount(runs.length)} ${bad === 1 ? "is" : "are"} not as written`,
      exportWhatIsLeft,
    );
  }).pipe(
    // The table of runs itself.
    Effect.catchTag("StoreError", (error) =>
      error.reason === "damaged"
        ? sayWhatHelps(`${error.subject}: ${withoutRemedy(error)}`, recoverFile(store))
        : Effect.fail(error),
    ),
  ),
).pipe(
  Command.withDescription(
    "Say whether stored runs are as they were written. The hash of every record is computed again over that of the " +
      "one before it, the records are replayed, and every result they name is looked for and hashed again. Prints `ok`, " +
      "or the number of the first record that is wrong, and what is wrong with it.\n\n" +
      "  Exit codes:\n    0  everything is as it was written\n    1  something is not\n" +
      "    2  there is no such run\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Say whether stored runs are as they were written"),
);

/** A run whose part of the file cannot be read at all: the others are still verified. */
const unreadable = (runId: RunId, error: StoreError): Verification => ({
  runId,
  records: 0,
  head: "",
  results: 0,
  problems: [{ seq: null, reason: withoutRemedy(error) }],
});

/** What is wrong, without the advice to do what is being done. */
const withoutRemedy = ({ detail }: StoreError): string => detail.replace(verifyIt, "").trim().replace(/\.$/u, "");

/** What to do about damage: there is no way back but a copy. */
const sayWhatHelps = (what: string, without: string): Effect.Effect<void> =>
  Effect.andThen(
    printMessage(
      complaint(`${what}. Restore the store from an earlier copy, its .blobs folder too.\nWithout one, ${without}.`),
    ),
    setExitCode(exitCodes.failed),
  );

const exportWhatIsLeft = "`runstate export RUN` gives the records that can still be read";

const recoverFile = (path: string): string =>
  `\`sqlite3 ${path} .recover\` saves what SQLite can still read, and \`runstate verify RUN\` looks at one run alone`;

/** A run that has lost its row is still found by its id. */
const idOf = (run: string, store: string) =>
  run === "latest"
    ? Effect.map(
        Effect.scoped(Effect.flatMap(openStore(store), (opened) => findRun(opened, store, run))),
        ({ runId }) => runId,
      )
    : Effect.succeed(run as RunId);

const anchorOfNothing = new UsageError({
  subject: "--anchor",
  reason: "a head is that of one run",
  remedy: "Name the run too: runstate verify RUN --anchor HEAD.",
});
