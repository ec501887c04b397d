/** A process that carries out a run and removes all but the newest, again and again until somebody kills it. */
import * as Effect from "effect/Effect";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { removeRuns, sqliteStore } from "../../../src/store/sqlite/index.ts";

const [path = ""] = process.argv.slice(2);

let round = 0;
// Half of the results are those of every run; the others go with theirs.
const workflow = defineWorkflow("short").module("Loader", {
  run: ({ params }) => `${"x".repeat(Number(params["n"]))}${params["own"] === true ? round : ""}`,
});
const experiments = Array.from({ length: 12 }, (_, n) => [`n${n}`, { n: n * 20, own: n % 2 === 0 }] as const);
const config = { Loader: Object.fromEntries(experiments) };

for (;;) {
  round++;
  const beganMs = performance.now();
  await new Executor({ workflow, config, store: sqliteStore(path, { blobFileBytes: 100 }), runId: `r${round}` }).run();
  const ranMs = performance.now() - beganMs;
  await Effect.runPromise(removeRuns(path, { keep: 1 }));
  // The first round compiles; the second tells how long one takes, of which the second part is the removal.
  if (round === 2) process.stdout.write(`${ranMs} ${performance.now() - beganMs}\n`);
  await new Promise(setImmediate);
}
