/**
 * One run of one shape and size kept in SQLite, in a process of its own: what it takes, and what opening it takes.
 *
 *   node --expose-gc measure-store.ts <shape> <place of the size>
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";

import { Executor, loadStatus } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { cpu } from "../harness/meters.ts";
import { buildWorkflow, configOf, schemaOf } from "../path-workflow.ts";
import type { ScaleRow } from "./scale-row.ts";
import { type Counts, executionsOf, type ShapeName, shapes } from "./shapes.ts";

const [, , name = "", place = ""] = process.argv;
const { sizes } = shapes[name as ShapeName];
const [smallest = []]: readonly Counts[] = sizes;
const counts: Counts = sizes[Number(place)] ?? [];
const executions = executionsOf(counts);

const outputs = [0, 1].map((at) => ({ data: at, schema: schemaOf(at) }));
const folder = mkdtempSync(join(tmpdir(), "runstate-scale-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const store = sqliteStore(join(folder, "runs.db"));
const run = async (of: Counts, runId: string, into: typeof store): Promise<void> => {
  const workflow = buildWorkflow(of.length, (at) => outputs[at % 2]);
  const options = { workflow, config: configOf(of), maxExecutions: 1e8, store: into, runId, keepRecords: 1000 };
  const { state } = await new Executor(options).run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
};
const summaries = Effect.scoped(Effect.flatMap(store, (service) => service.runs));

for (let warm = 0; warm < 3; warm++) await run(smallest, `warm-${warm}`, sqliteStore(join(folder, "warm.db")));
const runTime = await cpu(() => run(counts, "large", store), 1);
const bytes = readdirSync(folder)
  .filter((file) => file.startsWith("runs.db"))
  .reduce((total, file) => total + (statSync(join(folder, file)).isFile() ? statSync(join(folder, file)).size : 0), 0);
const opened = 20;
const openOften = async (): Promise<void> => {
  for (let n = 0; n < opened; n++) await Effect.runPromise(summaries);
};
await openOften();
const openTime = await cpu(openOften, opened);
const loadTime = await cpu(() => loadStatus(store, "large", { retain: "leaves" }), 1);

const rows: readonly ScaleRow[] = [
  { name: "kept in SQLite: run, CPU time", shown: "µs an execution", amount: runTime },
  { name: "kept in SQLite: files", shown: "bytes an execution", amount: bytes },
  { name: "kept in SQLite: opened, and asked how it stands", shown: "ms", amount: openTime },
  { name: "kept in SQLite: loaded into memory", shown: "µs an execution", amount: loadTime },
];
process.send?.({ executions, rows });
process.disconnect?.();
