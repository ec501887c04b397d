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

import { type JournalRecord, planConfig, type RunId } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

const asked = process.argv.indexOf("--executions");
const executions = asked < 0 ? 1_000_000 : Number(process.argv[asked + 1]);
const rounds = 5;

/** About as many experiments of the first module as of the second: width² + width executions. */
const width = Math.round(Math.sqrt(executions));
const experiments = (prefix: string) =>
  Object.fromEntries(Array.from({ length: width }, (_, n) => [`${prefix}${n}`, {}]));
const plan = planConfig({ Loader: experiments("l"), Reporter: experiments("r") }, { maxExecutions: 1e8 });

const runId = "large" as RunId;
const path = join(mkdtempSync(join(tmpdir(), "runstate-open-")), "runs.db");
const rows = [{ id: 1, name: "a", score: 0.5 }];

/** The records of a run in which everything completed, in the order one worker makes them. */
function* recordsOf(): Generator<JournalRecord> {
  let seq = 0;
  let begun = -1;
  const head = () => ({ seq: ++seq, at: 1_700_000_000_000 + seq });
  const { modules } = plan;
  yield {
    ...head(),
    type: "run.started",
    version: 1,
    runId,
    workflow: "large",
    modules,
    concurrency: 1,
    onFailure: "continue",
  };
  for (const { index: execution, depth, experiment, path: steps } of plan.executions()) {
    const [moduleName, experimentName] = steps[depth] ?? ["", ""];
    const of = { execution, moduleName, experimentName, attempt: 1, schemaBefore: null };
    if (begun < experiment) yield { ...head(), type: "experiment.started", experiment: (begun = experiment) };
    yield { ...head(), type: "module.started", ...of };
    const end = { schemaAfter: null, changes: [], annotations: {}, durationMs: 0.25, result: "memory" };
    yield { ...head(), type: "module.completed", ...of, origin: "executed", ...end };
    if (depth === 1) yield { ...head(), type: "experiment.completed", experiment };
  }
  yield { ...head(), type: "run.completed", durationMs: executions / 4 };
}

const write = Effect.gen(function* () {
  const store = yield* sqliteStore(path);
  const { journal, results } = yield* store.own(runId);
  let batch: JournalRecord[] = [];
  for (const record of recordsOf()) {
    if (record.type === "module.completed")
      batch.push({ ...record, result: yield* results.put(record.execution, { data: rows, schema: null }) });
    else batch.push(record);
    if (batch.length < 10_000) continue;
    yield* journal.append(batch);
    batch = [];
  }
  yield* journal.append(batch);
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
