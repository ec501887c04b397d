/**
 * A process that begins the unheard run, or goes on with it, and kills itself as `kill -9` would at the Nth moment after
 * its first transaction began: right before a statement, in a module, while a result is encoded, or in a turn of the event
 * loop. In the run of many executions it only says when it is at work, and lives until somebody kills it.
 */
import { writeSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";

import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

import { clockOf } from "../../executor/clock-of.ts";
import { unheardExecutor } from "./unheard-run.ts";

const [path = "", notes = "", size = "few", way = "run", at = "0"] = process.argv.slice(2);

/** How many transactions with records were begun to be written, and are kept. */
let [written, kept] = [0, 0];
let begun = false;
const moments: { readonly name: string; readonly kept: number }[] = [];
const moment = (name: string): void => {
  if (!begun || size !== "few") return;
  moments.push({ name, kept });
  if (moments.length === Number(at)) process.kill(process.pid, "SIGKILL");
};

const watched = (name: string, act: (...args: unknown[]) => unknown) =>
  function watching(this: unknown, ...args: unknown[]): unknown {
    const sql = this instanceof StatementSync ? this.sourceSQL : name;
    begun ||= sql.startsWith("BEGIN");
    moment(sql.slice(0, 20).trim());
    const answer = Reflect.apply(act, this, args);
    if (sql.startsWith("INSERT INTO batches")) written++;
    if (sql === "COMMIT") kept = written;
    return answer;
  };
for (const owner of [DatabaseSync.prototype, StatementSync.prototype])
  for (const name of ["exec", "run", "get", "close"] as const)
    if (name in owner) Object.assign(owner, { [name]: watched(name, Reflect.get(owner, name) as () => unknown) });

let toldAtWork = false;
// With a clock of its own, each such process comes to the same moments.
let now = 0;
const executor = unheardExecutor({
  path,
  notes,
  size: size === "few" ? "few" : "many",
  ...(way === "run" && { runId: "left" }),
  onMoment: (name) => {
    if (size === "many" && !toldAtWork) writeSync(1, "at work");
    toldAtWork = true;
    moment(name);
  },
  spendTurn: () => {
    now += 11;
  },
});
const ran = way === "run" ? executor.runEffect : executor.resumeEffect("left");
await Effect.runPromise(
  size === "few"
    ? Effect.provideService(
        ran,
        Clock.Clock,
        clockOf(() => now),
      )
    : ran,
);
if (size === "few") process.stdout.write(JSON.stringify(moments));
