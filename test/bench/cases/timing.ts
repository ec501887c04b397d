import { Status } from "../../../src/index.ts";
import { JournalLog } from "../../../src/journal/journal-log.ts";
import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { modulesPerPath, pathConfig, runPaths } from "../path-workflow.ts";

const paths = 142_857;
let log = new JournalLog();
let moduleOf = new Uint8Array(0);
let durations = new Float64Array(0);

interface Group {
  readonly count: number;
  readonly sum: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The same groups from the numbers alone: how many, gathered, sorted, summed. */
const groupNumbers = (): readonly Group[] => {
  const counts = new Uint32Array(modulesPerPath);
  for (const module of moduleOf) counts[module] = (counts[module] ?? 0) + 1;
  const groups = Array.from(counts, (count) => new Float64Array(count));
  counts.fill(0);
  for (const [place, module] of moduleOf.entries()) {
    const group = groups[module];
    const at = counts[module] ?? 0;
    if (group !== undefined) group[at] = durations[place] ?? 0;
    counts[module] = at + 1;
  }
  return groups.map((group) => {
    const sorted = group.toSorted();
    let sum = 0;
    for (const duration of sorted) sum += duration;
    const [p50, p95] = [0.5, 0.95].map((share) => quantileOf(sorted, share));
    return { count: sorted.length, sum, p50: p50 ?? 0, p95: p95 ?? 0, max: sorted.at(-1) ?? 0 };
  });
};

const quantileOf = (sorted: Float64Array, share: number): number => {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place % 1);
};

/** Asked for the first time: a status remembers what it was asked for. */
const groupTimings = (): readonly Group[] => new Status(log).getTiming().groupBy("moduleName");

const prepare = async (): Promise<void> => {
  const { status } = await runPaths(pathConfig(paths));
  log = new JournalLog();
  for (const record of status.records) log.append(record);
  const { records } = status.getTiming();
  moduleOf = Uint8Array.from(records, ({ moduleName }) => status.plan.sequence.indexOf(moduleName));
  durations = Float64Array.from(records, ({ durationSeconds }) => durationSeconds);
  const [numbers, timings] = [groupNumbers(), groupTimings()];
  for (const [place, { count, sum, p50, p95, max }] of timings.entries()) {
    const other = numbers[place];
    const same = other?.count === count && Math.abs(other.sum - sum) < 1e-9 * sum && other.max === max;
    if (!same || other.p50 !== p50 || other.p95 !== p95)
      throw new Error(`${JSON.stringify(other)} is not ${JSON.stringify(timings[place])}`);
  }
};

export default defineCase({
  title: '`getTiming().groupBy("moduleName")` of 1,000,000 executions, first asked for',
  prepare,
  subjects: {
    timings: { meter: cpu, operations: 1, work: groupTimings },
    numbers: { meter: cpu, operations: 1, work: groupNumbers },
  },
  figures: [
    {
      label: "to the same groups from typed arrays, sorted for quantiles",
      unit: "×",
      of: ({ timings, numbers }) => timings / numbers,
      goal: 3,
    },
    { label: "asked once", unit: "ms", of: ({ timings }) => timings / 1000 },
  ],
});
