/**
 * The benchmark suite: every case of `cases/` in a process of its own, warmed up, their rounds in turn. A figure is a
 * ratio to a floor measured in the same round, so that it says something of any machine; the median of the rounds.
 *
 *   npm run bench -- [--only <case>,…] [--rounds 5] [--slack 1] [--write]
 *
 * Exits with 1 when a figure is over what it is held at; `--slack 1.5` multiplies that, for machines that are shared.
 * `--write` puts what was measured into `results.json` and the table of `docs/performance.md`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { limitOf, mergeResults, resultOf, writeResults } from "./harness/bench-results.ts";
import { benchTable, show, verdict } from "./harness/bench-table.ts";
import { CaseProcess } from "./harness/case-process.ts";
import { writeBetween } from "./harness/write-between.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    slack: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds);
const slack = Number(options.slack);
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`--rounds ${options.rounds}: a whole number from 1`);
if (!(slack > 0)) throw new RangeError(`--slack ${options.slack}: a number above 0`);

const folder = join(import.meta.dirname, "cases");
const known = readdirSync(folder).map((file) => file.replace(/\.ts$/u, ""));
const wanted = options.only?.split(",") ?? known;
for (const name of wanted)
  if (!known.includes(name)) throw new RangeError(`--only ${name}: there are ${known.join(", ")}`);

const processes: CaseProcess[] = [];
for (const name of wanted) processes.push(await CaseProcess.start(join(folder, `${name}.ts`)));
for (let round = 0; round < rounds; round++) for (const each of processes) await each.measureRound();
for (const each of processes) each.stop();

const measured = processes.map(resultOf);
for (const { name, title, figures } of measured) {
  console.log(`\n${name}: ${title}`);
  for (const figure of figures) {
    const { label, unit, min, median, max, goal } = figure;
    const limit = limitOf(figure);
    const aims = goal === undefined ? "" : `  goal ${show(goal)}: ${verdict(figure)}`;
    const held = limit === undefined || limit === goal ? "" : `, held at ${show(limit)}`;
    console.log(
      `  ${label.padEnd(58)}${show(median).padStart(9)} ${unit}  (${show(min)} – ${show(max)})${aims}${held}`,
    );
    if (limit === undefined || median <= limit * slack) continue;
    console.error(`  over ${show(limit * slack)} ${unit}: what it is held at${slack === 1 ? "" : `, times ${slack}`}`);
    process.exitCode = 1;
  }
}

if (options.write) {
  const results = mergeResults(join(import.meta.dirname, "results.json"), measured);
  writeResults(join(import.meta.dirname, "results.json"), results);
  writeBetween(join(import.meta.dirname, "..", "..", "docs", "performance.md"), "bench", benchTable(results));
}
