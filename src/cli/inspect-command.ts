import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Option from "effect/Option";
import { Argument, Command, Flag } from "effect/cli";

import type { InspectedRelay } from "../inspector/server/inspected-relay.ts";
import type { InspectedRuns } from "../inspector/server/inspected-runs.ts";
import { serveRuns } from "../inspector/server/inspector-server.ts";
import { journalRuns } from "../inspector/server/journal-runs.ts";
import { noRuns } from "../inspector/server/no-runs.ts";
import { openPage } from "../inspector/server/open-page.ts";
import { packageVersion } from "../inspector/server/package-version.ts";
import { StoreRuns } from "../inspector/server/store-runs.ts";
import { eachRecord } from "../store/sqlite/each-record.ts";
import { recordsAfter } from "../store/sqlite/records-after.ts";
import type { RunDefinitions } from "../store/sqlite/run-definitions.ts";
import { findRun } from "./find-run.ts";
import { noOpenFlag, opensBrowser, portFlag } from "./inspect-flags.ts";
import { cannotServe } from "./inspect-run.ts";
import { loadJournalFile, requireRecords } from "./load-journal-file.ts";
import { openStore } from "./open-store.ts";
import { print } from "./print.ts";
import { isJournalFile } from "./run-source.ts";
import { storeFlag } from "./store-flag.ts";
import { untilStopped } from "./until-stopped.ts";
import { isAddress, watchRelay } from "./watch-relay.ts";

const input = {
  run: Argument.String("RUN").pipe(
    Argument.withDescription(
      "The id of a stored run, latest, a journal file, or the address of a relay (ws://localhost:8080); all runs of " +
        "the store when absent",
    ),
    Argument.optional,
  ),
  store: storeFlag,
  port: portFlag,
  noOpen: noOpenFlag,
  allowRemote: Flag.Boolean("allow-remote").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Let the relay be on another machine"),
  ),
};

/** `runstate inspect`: shows stored runs, or a journal, in the browser until Ctrl-C. */
export const inspectCommand = Command.make("inspect", input, (given) =>
  Effect.gen(function* () {
    const { runs, relay, runId, what } = yield* found(Option.getOrUndefined(given.run), given);
    const server = yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: () => serveRuns(runs, { port: given.port, version: packageVersion(), ...(relay && { relay }) }),
        catch: (thrown) => cannotServe(given.port, thrown),
      }),
      (open) => Effect.promise(() => open.close()),
    );
    const link = server.link(runId);
    // Listened for before it is told of: whoever reads it may be quick.
    const stopped = yield* Effect.forkChild(untilStopped, { startImmediately: true });
    yield* print(`${what}: ${link}\nThe link works once. Ctrl-C ends.\n`);
    if (opensBrowser(given.noOpen)) openPage(link);
    return yield* Fiber.join(stopped);
  }).pipe(Effect.scoped),
).pipe(
  Command.withDescription(
    "Show stored runs, or a journal file, in the browser: on this machine only, until Ctrl-C. A run that another " +
      "process works on is followed as it goes on. At the address of a relay of @statelyai/inspect or @xstate/inspect, " +
      "the actors it tells of, without the internet.\n\n" +
      "  Exit codes:\n    0  Ctrl-C\n    2  there is no such run, file or relay, or the port is taken\n    4  the store cannot be read",
  ),
  Command.withShortDescription("Show runs in the browser"),
  Command.withExamples([
    { command: "runstate inspect", description: "All runs of the store" },
    { command: "runstate inspect latest", description: "The run that was begun last, live if it is in progress" },
    {
      command: "runstate inspect run.ndjson --no-open",
      description: "The run of a journal file; print the link alone",
    },
    { command: "runstate inspect ws://localhost:8080", description: "The actors that a relay tells of" },
  ]),
);

interface Found {
  readonly runs: InspectedRuns;
  readonly relay?: InspectedRelay;
  /** The one that was asked for. */
  readonly runId: string | undefined;
  readonly what: string;
}

const found = Effect.fnUntraced(function* (
  wanted: string | undefined,
  { store: path, allowRemote }: { readonly store: string; readonly allowRemote: boolean },
) {
  if (wanted !== undefined && isAddress(wanted)) return yield* ofRelay(wanted, allowRemote);
  if (wanted !== undefined && isJournalFile(wanted)) return yield* ofFile(wanted);
  const store = yield* openStore(path);
  const run = wanted === undefined ? undefined : yield* findRun(store, path, wanted);
  const known = new Map<string, RunDefinitions>();
  const runs = yield* Effect.acquireRelease(
    Effect.sync(
      () =>
        new StoreRuns({
          store,
          eachRecord: (runId, take) => eachRecord(path, runId, take),
          recordsAfter: (runId, seq, limit) => recordsAfter(path, runId, seq, limit, known),
        }),
    ),
    (open) => Effect.sync(() => open.close()),
  );
  const result: Found = {
    runs,
    runId: run?.runId,
    what: run === undefined ? `the runs of ${path}` : `run ${run.runId}`,
  };
  return result;
});

const ofRelay = Effect.fnUntraced(function* (address: string, allowRemote: boolean) {
  const relay = yield* watchRelay(address, allowRemote);
  const result: Found = { runs: noRuns, relay, runId: undefined, what: `the actors of ${relay.address}` };
  return result;
});

const ofFile = Effect.fnUntraced(function* (path: string) {
  const { status } = yield* loadJournalFile(path);
  yield* requireRecords(path, status);
  const result: Found = { runs: journalRuns(status.records), runId: status.runId, what: path };
  return result;
});
