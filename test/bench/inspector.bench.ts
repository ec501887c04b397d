/**
 * What an inspector costs that nobody looks at: the same run with one attached and without, no browser open. Ratios of
 * CPU time of this thread, taken within a round; the median of the rounds.
 *
 * Exits with 1 when the budget is exceeded; `--slack 1.5` multiplies it, for machines that are shared.
 */
import { defineWorkflow, describeSchema, Executor } from "../../src/index.ts";
import { inspect } from "../../src/inspector/index.ts";

const slack = Number(process.argv[process.argv.indexOf("--slack") + 1] ?? 1) || 1;
const budget = 1.1 * slack;
const rounds = Number(process.argv[process.argv.indexOf("--rounds") + 1]) || 12;
const paths = 12_500;

const schemas = Array.from({ length: 4 }, (_, place) => describeSchema([{ [`column${place}`]: place }]));
const workflow = defineWorkflow("bench")
  .module("Loader", { run: () => ({ data: 0, schema: schemas[0] }) })
  .module("Cleaner", { run: () => ({ data: 1, schema: schemas[1] }) })
  .module("Fitter", { run: () => ({ data: 2, schema: schemas[2] }) })
  .module("Reporter", { run: () => ({ data: 3, schema: schemas[3] }) });
const config = {
  Loader: Object.fromEntries(Array.from({ length: paths }, (_, place) => [`e${place}`, {}])),
  Cleaner: { one: {} },
  Fitter: { one: {} },
  Reporter: { one: {} },
};

const runOnce = async (attached: boolean): Promise<number> => {
  const executor = new Executor({ workflow, config });
  const inspector = attached ? await inspect(executor) : undefined;
  globalThis.gc?.();
  const before = process.threadCpuUsage();
  await executor.run();
  const { user, system } = process.threadCpuUsage(before);
  await inspector?.close();
  return user + system;
};

for (let warm = 0; warm < 3; warm++) for (const attached of [false, true]) await runOnce(attached);
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  // In turn first and second: whoever comes second meets the heap of the other.
  const first = round % 2 === 0;
  const [a, b] = [await runOnce(first), await runOnce(!first)];
  ratios.push(first ? a / b : b / a);
}
ratios.sort((a, b) => a - b);
const median = ratios[Math.floor(ratios.length / 2)] ?? Number.NaN;
console.log(
  `inspector attached, nobody looking: ${median.toFixed(3)} × not attached (${ratios[0]?.toFixed(3)} – ${ratios.at(-1)?.toFixed(3)}), ` +
    `${paths * 4} executions a run, ${rounds} rounds; budget ${budget.toFixed(2)} ×`,
);
if (!(median <= budget)) process.exitCode = 1;
