/**
 * One run of one shape and size, in a process of its own: what it takes, what it leaves, and what it takes to ask for it.
 *
 *   node --expose-gc measure-run.ts <shape> <place of the size>
 */
import { getHeapStatistics } from "node:v8";

import { encodeRecord, Executor, type JournalRecord, Status } from "../../../src/index.ts";
import { JournalLog } from "../../../src/journal/journal-log.ts";
import { collect, cpu, heapBytes } from "../harness/meters.ts";
import { type AnyExecutor, type AnyWorkflow, buildWorkflow, configOf, schemaOf } from "../path-workflow.ts";
import type { ScaleRow } from "./scale-row.ts";
import { type Counts, executionsOf, type ShapeName, shapes } from "./shapes.ts";

const [, , name = "", place = ""] = process.argv;
const { sizes } = shapes[name as ShapeName];
const [smallest = []]: readonly Counts[] = sizes;
const counts: Counts = sizes[Number(place)] ?? [];
const executions = executionsOf(counts);

let peak = 0;
let called = 0;
const samplePeak = (): void => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  peak = Math.max(peak, heap + external);
};

// Two schemas in turn: every execution has changes, and a thousand modules have no schemas of a thousand kinds.
const outputs = [0, 1].map((at) => ({ data: at, schema: schemaOf(at) }));
const workflowOf = (modules: number): AnyWorkflow =>
  buildWorkflow(modules, (at) => {
    if (called++ % 1024 === 0) samplePeak();
    return outputs[at % 2];
  });

const runOf = async (of: Counts): Promise<AnyExecutor> => {
  const executor = new Executor({ workflow: workflowOf(of.length), config: configOf(of), maxExecutions: 1e8 });
  const { state } = await executor.run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
  return executor;
};

// Compiled and warm, before anything counts; small runs are repeated, so that a single pause does not count either, and
// all of them kept, so that what little each retains is more than what comes and goes.
for (let warmed = 0; warmed < 30_000; warmed += executionsOf(smallest)) await runOf(smallest);
const repeats = Math.max(1, Math.round(50_000 / executions));
const before = heapBytes();
const runs: AnyExecutor[] = [];
const runTime = await cpu(async () => {
  for (let n = 0; n < repeats; n++) runs.push(await runOf(counts));
}, repeats);
samplePeak();
const retained = (heapBytes() - before) / repeats;
if (repeats > 1) {
  runs.length = 1;
  collect();
  peak = 0;
  await runOf(counts);
  samplePeak();
}
let kept = runs.pop();
if (kept === undefined) throw new Error("nothing ran");
const { status } = kept;

const journalBytes = (records: readonly JournalRecord[]): number => {
  let bytes = 0;
  for (const record of records) bytes += Buffer.byteLength(encodeRecord(record)) + 1;
  return bytes;
};

const rows: ScaleRow[] = [
  { name: "run, CPU time", shown: "µs an execution", amount: runTime },
  { name: "peak heap, sampled, less what was there before", shown: "MiB", amount: peak - before },
  { name: "retained heap, results included", shown: "bytes an execution", amount: retained },
  { name: "journal records", shown: "an execution", amount: status.seq },
  { name: "journal as lines of JSON", shown: "bytes an execution", amount: journalBytes(status.records) },
];

const { plan } = status;
const keyOf = (at: number): string =>
  plan
    .execution(at)
    .path.map(([a, b]) => `${a}[${b}]`)
    .join("_");
// By steps of the golden ratio: at even distances they would all be of one module where a path is as long as these.
const asked = Array.from({ length: 1000 }, (_, n) => keyOf(Math.floor(((n * 0.618_033_988_75) % 1) * executions)));
/** CPU time is told in ticks of some milliseconds: what takes less is asked for again and again. */
const askedOften = async (queries: number, query: () => unknown): Promise<number> => {
  for (let times = 1; ; times *= 4) {
    const each = await cpu(() => {
      for (let n = 0; n < times; n++) query();
    }, times * queries);
    if (each * times * queries > 100_000) return each;
  }
};
const summaries = await askedOften(asked.length, () => asked.map(() => status.getStatusSummary()));
const firstState = await cpu(() => status.getState(asked[0] ?? ""), 1000);
const states = await askedOften(asked.length, () => asked.map((key) => status.getState(key)));
rows.push({ name: "`getStatusSummary()`", shown: "µs", amount: summaries });
// Names are found by an index, which is made for whoever asks first.
rows.push({ name: "`getState(key)`, the first time", shown: "ms", amount: firstState });
rows.push({ name: "`getState(key)`", shown: "µs", amount: states });

// Views are asked for the first time: a status remembers them.
const log = new JournalLog();
for (const record of status.records) log.append(record);
kept = undefined;
const [moduleName = ""] = plan.sequence;
const views = [
  ["`getTiming().groupBy(…)`", (fresh: Status) => fresh.getTiming().groupBy("moduleName")],
  ["`getSnapshots(filter)`", (fresh: Status) => fresh.getSnapshots({ moduleName })],
  ["`getChangeHistory(filter)`", (fresh: Status) => fresh.getChangeHistory({ moduleName })],
  ["`statusAt` the middle", (fresh: Status) => fresh.statusAt(Math.floor(status.seq / 2))],
] as const;
for (const [query, ask] of views) {
  const amount = await askedOften(1, () => ask(new Status(log)));
  rows.push({ name: query, shown: "ms", amount });
}

process.send?.({ executions, rows });
process.disconnect?.();
