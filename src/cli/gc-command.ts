import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Command, Flag } from "effect/cli";

import { type Removal, removeRuns } from "../store/sqlite/index.ts";
import { countFlag } from "./count-flag.ts";
import { requireStore } from "./open-store.ts";
import { pageOf } from "./page-of.ts";
import { parseAge } from "./parse-age.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";
import { removedState, renderRemoval } from "./render-removal.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";
import { UsageError } from "./usage-error.ts";

const input = {
  keep: countFlag("keep", { from: 0 }).pipe(
    Flag.withDescription("The newest N runs stay: the first N of `runstate runs`"),
    Flag.optional,
  ),
  olderThan: Flag.String("older-than").pipe(
    Flag.filterMap(
      (text) => Option.fromUndefinedOr(parseAge(text)),
      () => "an age such as 30d, 12h or 90m",
    ),
    Flag.withMetavar("AGE"),
    Flag.withDescription("Runs whose last record is younger stay; AGE is 90s, 45m, 12h, 30d or 4w"),
    Flag.optional,
  ),
  unfinished: Flag.Boolean("unfinished").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Also remove unfinished runs that no process works on, which could be resumed"),
  ),
  dryRun: Flag.Boolean("dry-run").pipe(
    Flag.withDefault(false),
    Flag.withDescription("Say what would be removed; remove nothing"),
  ),
  store: storeFlag,
  json: jsonFlag,
};

/** `runstate gc`: removes runs that are no longer needed. */
export const gcCommand = Command.make("gc", input, ({ keep, olderThan, unfinished, dryRun, store, json }) =>
  Effect.gen(function* () {
    if (Option.isNone(keep) && Option.isNone(olderThan)) return yield* withoutBound;
    yield* requireStore(store);
    const removal = yield* removeRuns(store, {
      ...(Option.isSome(keep) && { keep: keep.value }),
      ...(Option.isSome(olderThan) && { olderThanMs: olderThan.value }),
      unfinished,
      dryRun,
    });
    const text = json ? printableJson(documentOf(store, removal)) : renderRemoval(removal, pageOf(process.stdout));
    return yield* print(`${text}\n`);
  }),
).pipe(
  Command.withDescription(
    "Remove finished runs: their records, and the results that no other run has. Never one that a process works on. With " +
      "both bounds, only what neither keeps. What removed runs add up to stays known, and their ids are not used again. " +
      "Runs can go on meanwhile; a removal that is interrupted is finished by the next.\n\n" +
      "  Exit codes:\n    0  removed, or nothing to remove\n    2  neither --keep nor --older-than, or there is no store\n" +
      "    4  the store cannot be read or written",
  ),
  Command.withShortDescription("Remove runs that are no longer needed"),
  Command.withExamples([
    { command: "runstate gc --keep 20 --dry-run", description: "What would go if only the newest 20 runs stayed" },
    { command: "runstate gc --keep 20 --older-than 30d", description: "Runs of the last 30 days stay too" },
  ]),
);

const withoutBound = new UsageError({
  subject: "gc",
  reason: "nothing says which runs stay",
  remedy: "Give --keep N, --older-than AGE, or both; --keep 0 keeps none.",
});

const documentOf = (store: string, { dryRun, removed, spared, contentBytes, fileBytes, totals }: Removal): object => ({
  version: 1,
  store,
  dryRun,
  removed: removed.map((run) => ({
    runId: run.runId,
    workflow: run.workflow,
    state: removedState(run),
    startedAt: new Date(run.startedAt).toISOString(),
    updatedAt: new Date(run.updatedAt).toISOString(),
    records: run.records,
    executions: run.executions,
  })),
  spared,
  contentBytes,
  fileBytes,
  totals,
});
