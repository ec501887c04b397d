/**
 * What finding the point costs at which a stored run goes on: runs of 10,000, 100,000 and 1,000,000 executions that were
 * left near their end are owned, and the executions found that are next; from a checkpoint, held against reading all
 * records. `--executions N` takes one size alone.
 *
 * Exits with 1 when the two do not find the same, or the checkpoint takes a tenth of the time of reading all, at a million.
 */
import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import { Frontier } from "../../src/executor/frontier.ts";
import type { RunId } from "../../src/index.ts";
import { JournalLog } from "../../src/journal/journal-log.ts";
import { replay } from "../../src/store/replay.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { largePlan, largeRun, withResults } from "./large-run.ts";

const asked = process.argv.indexOf("--executions");
const sizes = asked < 0 ? [10_000, 100_000, 1_000_000] : [Number(process.argv[asked + 1])];
const runId = "left" as RunId;
const folder = mkdtempSync(join(tmpdir(), "runstate-resume-"));

/** Writes a run as one worker does, up to 97 records before its end, and gives what of its time went into checkpoints. */
const write = (path: string, executions: number, checkpointRecords?: number) =>
  Effect.gen(function* () {
    const store = yield* sqliteStore(path, checkpointRecords === undefined ? {} : { checkpointRecords });
    const run = yield* store.own(runId);
    const plan = largePlan(executions);
    const log = new JournalLog({}, plan);
    run.follow?.(log.state);
    const last = 2 + 2 * plan.size.executions + 2 * plan.size.experiments - 97;
    for (const records of largeRun(plan, runId)) {
      const kept = yield* withResults(records, run);
      if ((kept.at(-1)?.seq ?? 0) > last) break;
      yield* run.journal.append(kept);
      for (const record of kept) log.append(record);
    }
  });

/** Owns the run and finds what is next. */
const find = (path: string) =>
  Effect.gen(function* () {
    const store = yield* sqliteStore(path);
    const beganMs = cpuMs();
    const { records, checkpoint } = yield* store.own(runId);
    const log = yield* replay(runId, records, new JournalLog(), checkpoint);
    const next = Frontier.of(log.state, undefined).take()?.execution;
    return { ms: cpuMs() - beganMs, read: records.length, seq: log.state.seq, next };
  });

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

let [before, last] = [0, Number.NaN];
for (const executions of sizes) {
  const path = join(folder, `${executions}.db`);
  await Effect.runPromise(Effect.scoped(write(path, executions)));
  const without = join(folder, "without.db");
  copyFileSync(path, without);
  const database = new DatabaseSync(without);
  const checkpointBytes = Number(
    database.prepare("SELECT sum(octet_length(body)) AS bytes FROM checkpoints").get()?.["bytes"],
  );
  database.exec("DELETE FROM checkpoints");
  database.close();
  const [short, long]: [number[], number[]] = [[], []];
  let [read, same] = [0, true];
  for (let round = 0; round < (executions > 500_000 ? 1 : 3); round++) {
    const all = await Effect.runPromise(Effect.scoped(find(without)));
    long.push(all.ms);
    for (let again = 0; again < 3; again++) {
      const found = await Effect.runPromise(Effect.scoped(find(path)));
      short.push(found.ms);
      read = found.read;
      same &&= found.seq === all.seq && found.next === all.next && all.read === all.seq;
    }
  }
  const [ms, allMs] = [median(short), median(long)];
  console.log(
    `${executions} executions, ${Math.round(statSync(path).size / executions)} bytes each, ${(checkpointBytes / executions).toFixed(1)} of them in the checkpoint
  found what is next from it and ${read} records   ${ms.toFixed(1)} ms of CPU
  from all records                              ${allMs.toFixed(1)} ms: the former is ${(ms / allMs).toFixed(4)} × that${
    before > 0 ? `\n  ten times as many executions take              ${(ms / before).toFixed(1)} × the time` : ""
  }`,
  );
  if (!same) {
    console.error("the two found different things");
    process.exitCode = 1;
  }
  [before, last] = [ms, ms / allMs];
  rmSync(path);
  rmSync(without);
}
rmSync(folder, { recursive: true });
if (sizes.at(-1) === 1_000_000 && last > 0.1) {
  console.error("over budget");
  process.exitCode = 1;
}
