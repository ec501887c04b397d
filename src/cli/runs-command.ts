import { Effect } from "effect";
import { Command } from "effect/cli";

import { storeTotals } from "../store/sqlite/index.ts";
import { openStore } from "./open-store.ts";
import { paintFor } from "./paint.ts";
import { print } from "./print.ts";
import { printableJson } from "./printable.ts";
import { totalsLine } from "./render-removal.ts";
import { listRuns, renderRuns } from "./render-runs.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";

/** `runstate runs`: lists the stored runs. */
export const runsCommand = Command.make("runs", { store: storeFlag, json: jsonFlag }, ({ store, json }) =>
  Effect.gen(function* () {
    const { stdout } = process;
    const runs = listRuns(yield* Effect.scoped(Effect.flatMap(openStore(store), (opened) => opened.runs)));
    const { removed } = yield* storeTotals(store);
    const page = { width: stdout.columns || 120, paint: paintFor(stdout) };
    const gone = removed.runs === 0 ? "" : `\n\nremoved from here: ${totalsLine(removed)}`;
    yield* print(
      stdout,
      `${json ? printableJson({ version: 1, store, runs, removed }) : renderRuns(runs, page) + gone}\n`,
    );
  }),
).pipe(
  Command.withDescription(
    "List the stored runs, newest first. A run that is `unfinished` can be resumed; one that is `in progress` is being " +
      "worked on by a live process.\n\n" +
      "  Exit codes:\n    0  listed\n    2  there is no store\n    4  the store cannot be read",
  ),
  Command.withShortDescription("List the stored runs"),
);
