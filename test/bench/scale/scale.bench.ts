/**
 * How everything grows: runs of 1,000 to 1,000,000 executions in four shapes, each in a process of its own; fitted to a
 * power of the number of executions.
 *
 *   npm run scale -- [--shapes wide,paths,tree,deep] [--most 1000000] [--store 100000] [--write]
 *
 * `--store` keeps the runs of up to so many executions in SQLite as well. `--write` puts what was measured into `results.json` and the tables of
 * `docs/performance.md`. Exits with 1 when the time of a run or what it retains grows faster than in proportion.
 */
import { fork } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { machine } from "../harness/machine.ts";
import { writeBetween } from "../harness/write-between.ts";
import type { ScaleRun } from "./scale-row.ts";
import { growthOf, type ScaleResults, scaleTable, shapeLines } from "./scale-table.ts";
import { executionsOf, type ShapeName, shapes } from "./shapes.ts";

const { values: options } = parseArgs({
  options: {
    shapes: { type: "string", default: Object.keys(shapes).join(",") },
    most: { type: "string", default: "1200000" },
    store: { type: "string", default: "0" },
    write: { type: "boolean", default: false },
  },
});
const wanted = options.shapes.split(",");
for (const name of wanted)
  if (!(name in shapes)) throw new RangeError(`--shapes ${name}: there are ${Object.keys(shapes).join(", ")}`);

/** More than the views of a million executions take; the fit says what it is of that. */
const heapMiB = 10_000;

const measure = (script: string, name: string, place: number): Promise<ScaleRun> =>
  new Promise((resolve, reject) => {
    const execArgv = ["--expose-gc", `--max-old-space-size=${heapMiB}`];
    const child = fork(join(import.meta.dirname, script), [name, String(place)], { execArgv });
    child.once("message", (run: ScaleRun) => resolve(run));
    child.once("exit", (code) => reject(new Error(`${script} ${name} ${place} ended with ${String(code)}`)));
  });

const path = join(import.meta.dirname, "results.json");
const earlier = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ScaleResults).shapes : {};
const measured = new Map<string, ScaleResults["shapes"][ShapeName]>(Object.entries(earlier));
const steepest = 1.1;

for (const name of wanted as ShapeName[]) {
  const runs: ScaleRun[] = [];
  for (const [place, counts] of shapes[name].sizes.entries()) {
    if (executionsOf(counts) > Number(options.most)) continue;
    const { executions, rows } = await measure("measure-run.ts", name, place);
    const kept =
      executionsOf(counts) <= Number(options.store) ? (await measure("measure-store.ts", name, place)).rows : [];
    runs.push({ executions, rows: [...rows, ...kept] });
  }
  console.log(`\n${name}: ${shapes[name].title}\n${shapeLines(runs).join("\n")}`);
  for (const row of ["run, CPU time", "retained heap, results included"]) {
    const exponent = growthOf(runs, row)?.exponent ?? 0;
    if (exponent <= steepest) continue;
    console.error(`${row}: grows with N^${exponent.toFixed(2)}, faster than in proportion`);
    process.exitCode = 1;
  }
  const measuredOn = new Date().toISOString().slice(0, 10);
  measured.set(name, { measuredOn, runs });
}

if (options.write) {
  const results: ScaleResults = { machine: machine(), shapes: Object.fromEntries(measured) };
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  writeBetween(join(import.meta.dirname, "..", "..", "..", "docs", "performance.md"), "scale", scaleTable(results));
}
