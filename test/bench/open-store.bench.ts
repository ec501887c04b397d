/**
 * What opening a large store costs: a store with one run of 1,000,000 executions is opened and asked how its runs stand,
 * held against reading the bytes of its file. `--executions N` takes another size.
 *
 * Exits with 1 when what the store says is not true, or when asking takes longer than reading the file.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";

import type { JournalRecord, RunId } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { largePlan, largeRun, withResults } from "./large-run.ts";

const asked = process.argv.indexOf("--executions");
const executions = asked < 0 ? 1_000_000 : Number(process.argv[asked + 1]);
const rounds = 5;

const plan = largePlan(executions);
const runId = "large" as RunId;
const path = join(mkdtempSync(join(tmpdir(), "runstate-open-")), "runs.db");
const write = Effect.gen(function* () {
  const store = yield* sqliteStore(path);
  const run = yield* store.own(runId);
  let batch: JournalRecord[] = [];
  for (const records of largeRun(plan, runId)) {
    batch.push(...(yield* withResults(records, run)));
    if (batch.length < 10_000) continue;
    yield* run.journal.append(batch);
    batch = [];
  }
  yield* run.journal.append(batch);
});

const summary = Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.runs));

const readAll = (): void => {
  const file = openSync(path, "r");
  const buffer = Buffer.allocUnsafe(1 << 20);
  while (readSync(file, buffer) > 0);
  closeSync(file);
};

const timed = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

await Effect.runPromise(Effect.scoped(write));
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const reading = await timed(readAll);
  ratios.push((await timed(() => Effect.runPromise(summary))) / reading);
}
const [run] = await Effect.runPromise(summary);
const { size } = statSync(path);
rmSync(join(path, ".."), { recursive: true });

const median = ratios.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
const completed = run?.executions.Completed ?? 0;
console.log(
  `a store of ${completed} executions, ${(size / 2 ** 20).toFixed(0)} MiB, ${Math.round(size / completed)} bytes each`,
);
console.log(`  opened and asked for its runs, to reading its bytes    ${median.toFixed(4)} ×  (median of ${rounds})`);
if (completed !== plan.size.executions || run?.state !== "Completed" || median > 1) {
  console.error(completed === plan.size.executions ? "over budget" : `the plan has ${plan.size.executions} executions`);
  process.exitCode = 1;
}
