import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { Command, Flag } from "effect/cli";

import { storeTotals } from "../store/sqlite/index.ts";
import { countFlag } from "./count-flag.ts";
import { unknownName } from "./known-names.ts";
import { type ListedState, listRuns } from "./listed-runs.ts";
import { openStore } from "./open-store.ts";
import { printDocument } from "./print-document.ts";
import { totalsLine } from "./render-removal.ts";
import { renderRuns } from "./render-runs.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";

/** What fits on a screen; a program is given everything. */
const usualLimit = 20;

const states: readonly (readonly [string, ListedState])[] = [
  ["completed", "Completed"],
  ["failed", "Failed"],
  ["unfinished", "unfinished"],
  ["in-progress", "in progress"],
];

const input = {
  limit: countFlag("limit", { from: 1 }).pipe(
    Flag.withDescription(`List the newest N (default ${usualLimit}; with --json all)`),
    Flag.optional,
  ),
  state: Flag.ChoiceWithValue("state", states).pipe(
    Flag.withDescription("Only runs in this state: completed, failed, unfinished or in-progress"),
    Flag.optional,
  ),
  workflow: Flag.String("workflow").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("Only runs of the workflow with this name"),
    Flag.optional,
  ),
  store: storeFlag,
  json: jsonFlag,
};

/** `runstate runs`: lists the stored runs. */
export const runsCommand = Command.make("runs", input, (given) =>
  Effect.gen(function* () {
    const { store, json } = given;
    const stored = yield* Effect.scoped(Effect.flatMap(openStore(store), (opened) => opened.runs));
    const [state, workflow] = [Option.getOrUndefined(given.state), Option.getOrUndefined(given.workflow)];
    const workflows = Array.from(new Set(stored.map((run) => run.workflow)));
    if (workflow !== undefined && !workflows.includes(workflow))
      return yield* unknownName(
        `--workflow ${workflow}`,
        `${store} holds no run of that workflow`,
        workflow,
        workflows,
      );
    const runs = listRuns(stored, yield* Clock.currentTimeMillis, { state, workflow });
    const limit = Option.getOrElse(given.limit, () => (json ? runs.length : usualLimit));
    const { removed } = yield* storeTotals(store);
    const gone = removed.runs === 0 ? "" : `\n\nremoved from here: ${totalsLine(removed)}`;
    const document = { version: 1, store, total: runs.length, runs: runs.slice(0, limit), removed };
    yield* printDocument(
      document,
      json,
      (shown, page) => renderRuns(shown.runs, runs.length - shown.runs.length, page) + gone,
    );
  }),
).pipe(
  Command.withDescription(
    "List the stored runs, newest first: how many executions completed, and how long it took. A run that is `unfinished` " +
      "can be resumed; one that is `in progress` is being worked on by a live process.\n\n" +
      "  Exit codes:\n    0  listed\n    2  there is no store, or no run of that workflow\n    4  the store cannot be read",
  ),
  Command.withShortDescription("List the stored runs"),
  Command.withExamples([{ command: "runstate runs --state unfinished", description: "The runs that can be resumed" }]),
);
