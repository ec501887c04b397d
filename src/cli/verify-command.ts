import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Argument, Command, Flag } from "effect/cli";

import { allRunIds, type Verification, verifyRun } from "../store/sqlite/verify-run.ts";
import { complaint } from "./complaint.ts";
import { exitCodes, setExitCode } from "./exit-code.ts";
import { findRun } from "./find-run.ts";
import { openStore, requireStore } from "./open-store.ts";
import { paintFor } from "./paint.ts";
import { print } from "./print.ts";
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
      () => "Expected a head as verify prints it: 64 hexadecimal digits",
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
    const paint = paintFor(process.stdout);
    const runs: Verification[] = [];
    for (const runId of ids) {
      const verification = yield* verifyRun(store, runId, options);
      runs.push(verification);
      if (!json) yield* print(process.stdout, `${renderVerification(verification, paint)}\n`);
    }
    if (json) yield* print(process.stdout, `${printableJson({ version: 1, store, runs })}\n`);
    const ok = runs.every(({ problems }) => problems.length === 0);
    return yield* setExitCode(ok ? exitCodes.completed : exitCodes.failed);
  }).pipe(
    Effect.catchTag("StoreError", (error) =>
      error.reason === "damaged"
        ? Effect.andThen(print(process.stderr, complaint(error.message)), setExitCode(exitCodes.failed))
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

/** A run that has lost its row is still found by its id. */
const idOf = (run: string, store: string) =>
  run === "latest"
    ? Effect.map(
        Effect.scoped(Effect.flatMap(openStore(store), (opened) => findRun(opened, store, run))),
        ({ runId }) => runId,
      )
    : Effect.succeed(run);

const anchorOfNothing = new UsageError({
  subject: "--anchor",
  reason: "a head is that of one run",
  remedy: "Name the run too: runstate verify RUN --anchor HEAD.",
});
