/**
 * A process that limits how large a file it may write, ever a little larger, and runs the reference run under each limit:
 * each of its transactions is once the one whose write fails. Then it lifts the limit and goes on.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { StatementSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import { StoreError } from "../../../src/index.ts";
import { verifyRun } from "../../../src/store/sqlite/index.ts";
import { calledAgain, factsOf, interruptedIn, referenceExecutor } from "../crash/reference-run.ts";

const [folder = ""] = process.argv.slice(2);

let begun = 0;
const run = Reflect.get(StatementSync.prototype, "run") as (...args: unknown[]) => unknown;
const counting = function counting(this: StatementSync, ...args: unknown[]): unknown {
  if (this.sourceSQL.startsWith("BEGIN")) begun++;
  return Reflect.apply(run, this, args);
};
Object.assign(StatementSync.prototype, { run: counting });

const limit = (bytes: number | "unlimited"): void => {
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
};

const place = (name: string | number) => ({
  path: join(folder, `small-${name}.db`),
  calls: join(folder, `small-${name}.calls`),
  concurrency: 1,
});

/** What a run rejects with; undefined when it ends. */
const failure = (ended: Promise<unknown>): Promise<Error | undefined> =>
  ended.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error ? thrown : new Error("no error", { cause: thrown })),
  );

const reference = referenceExecutor({ ...place("whole"), runId: "left" });
await reference.run();
const whole = JSON.stringify(factsOf(reference));
const transactions = begun;

const wrong: string[] = [];
const fullAt = new Set<number>();
let limits = 0;
const frameBytes = 4096 + 24;
for (let frames = 1; ; frames++) {
  const at = place(frames);
  begun = 0;
  limit(frames * frameBytes);
  const stopped = referenceExecutor({ ...at, runId: "left" });
  const thrown = await failure(stopped.run());
  limit("unlimited");
  if (thrown === undefined) break;
  limits++;
  if (!(thrown instanceof StoreError) || thrown.reason !== "full") wrong.push(`${frames} frames: ${thrown.message}`);
  const kept = stopped.status.seq;
  // None at all: it was not even opened.
  if (begun > 0) fullAt.add(begun);
  const again = referenceExecutor(kept === 0 ? { ...at, runId: "left" } : at);
  const refused = await failure(kept === 0 ? again.run() : again.resume("left"));
  const { problems } = await Effect.runPromise(verifyRun(at.path, "left"));
  const lost = calledAgain(at.calls).filter((key) => !interruptedIn(again).includes(key));
  if (
    refused !== undefined ||
    JSON.stringify(factsOf(again)) !== whole ||
    problems.length > 0 ||
    (kept > 0 && lost.length > 0)
  )
    wrong.push(
      `${frames} frames, gone on after ${kept}: ${refused?.message} ${JSON.stringify(problems)} ${lost.join()}`,
    );
  for (const end of ["", "-wal", "-shm"]) rmSync(`${at.path}${end}`, { force: true });
}
process.stdout.write(JSON.stringify({ limits, full: fullAt.size, transactions, wrong }));
