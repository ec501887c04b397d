/**
 * Where the time of a run goes: the run of the case `executor`, warm, sampled; the time of each function alone.
 *
 *   npm run bench:profile -- [--runs 10] [--write]
 *
 * `--write` puts the tables into `docs/performance.md`.
 */
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { machineLine, show } from "../harness/bench-table.ts";
import { machine } from "../harness/machine.ts";
import { writeBetween } from "../harness/write-between.ts";
import { modulesPerPath, pathConfig, runPaths } from "../path-workflow.ts";
import { functionOf, partOf, type SelfTime, selfTimes } from "./self-times.ts";

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "10" }, write: { type: "boolean", default: false } },
});
const runs = Number(options.runs);
const paths = 10_000;
const config = pathConfig(paths);
const executions = runs * paths * modulesPerPath;

for (let warm = 0; warm < 4; warm++) await runPaths(config);

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 200 });
await session.post("Profiler.start");
for (let run = 0; run < runs; run++) await runPaths(config);
const { profile } = await session.post("Profiler.stop");
session.disconnect();

const total = selfTimes(profile, partOf).reduce((sum, { micros }) => sum + micros, 0);
const lines = (heading: string, times: readonly SelfTime[]): readonly string[] => [
  `| ${heading} | of the whole | µs an execution |`,
  "|---|--:|--:|",
  ...times.map(
    ({ name, micros }) => `| ${name} | ${((100 * micros) / total).toFixed(1)} % | ${show(micros / executions)} |`,
  ),
];
const table = [
  `${machineLine(machine())} ${executions.toLocaleString("en")} executions, ${show(total / executions)} µs each while sampled.`,
  "",
  ...lines("part", selfTimes(profile, partOf)),
  "",
  ...lines("function", selfTimes(profile, functionOf).slice(0, 30)),
].join("\n");
console.log(table);
if (options.write)
  writeBetween(join(import.meta.dirname, "..", "..", "..", "docs", "performance.md"), "profile", table);
