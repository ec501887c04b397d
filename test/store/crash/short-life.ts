/**
 * A process that does one thing again and again until somebody kills it: runs the reference run, removes what it ran
 * before, opens new stores, opens old ones. What it is at is one byte at the beginning of a file, in which whoever killed it finds it.
 */
import { appendFileSync, copyFileSync, openSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { StatementSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import { removeRuns, sqliteStore } from "../../../src/store/sqlite/index.ts";
import { referenceExecutor } from "./reference-run.ts";

const [folder = "", work = "run", concurrency = "1", pauseMs = "0", ballast = "0", old = ""] = process.argv.slice(2);

const stage = openSync(join(folder, "stage"), "w");
const at = (what: "-" | "w" | "m" | "o" | "r"): void => {
  writeSync(stage, what, 0);
};

const run = Reflect.get(StatementSync.prototype, "run") as (...args: unknown[]) => unknown;
const watched = function running(this: StatementSync, ...args: unknown[]): unknown {
  if (this.sourceSQL.startsWith("BEGIN")) at("w");
  const changes = Reflect.apply(run, this, args);
  if (this.sourceSQL === "COMMIT") at("-");
  return changes;
};
Object.assign(StatementSync.prototype, { run: watched });

const prepare = (n: number): void => {
  if (work === "migrate") copyFileSync(old, join(folder, `${n}.db`));
  appendFileSync(join(folder, "begun"), `${n}\n`);
};

const act = async (n: number): Promise<void> => {
  if (work === "open" || work === "migrate") {
    at("o");
    Effect.runSync(Effect.scoped(sqliteStore(join(folder, `${n}.db`))));
    at("-");
    return;
  }
  const executor = referenceExecutor({
    path: join(folder, "1.db"),
    calls: join(folder, `${n}.calls`),
    concurrency: Number(concurrency),
    runId: `r${n}`,
    pauseMs: Number(pauseMs),
    ballast: Number(ballast),
    onModule: (moment) => at(moment === "begins" ? "m" : "-"),
  });
  executor.observe(({ seq }) => appendFileSync(join(folder, `${n}.calls.told`), `${seq}\n`));
  await executor.run();
  if (work !== "remove") return;
  at("r");
  await Effect.runPromise(removeRuns(join(folder, "1.db"), { keep: 1 }));
  at("-");
};

// Once before it may be killed: that compiles, and tells how long it takes on this machine at this time.
let tookMs = 0;
for (let n = 1; ; n++) {
  prepare(n);
  if (n === 2) {
    // At its end, which it does not live to see, it would leave what it compiled to those that come after it.
    flushCompileCache();
    process.stdout.write(`${tookMs}\n`);
  }
  const beganMs = performance.now();
  await act(n);
  tookMs = performance.now() - beganMs;
  // Lets the output go.
  await new Promise(setImmediate);
}
