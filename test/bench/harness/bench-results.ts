import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type { CaseProcess } from "./case-process.ts";
import { type Machine, machine } from "./machine.ts";

/** One figure over all rounds. */
export interface FigureResult {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly goal?: number;
  readonly limit?: number;
}

/** One case over all rounds. */
export interface CaseResult {
  readonly name: string;
  readonly title: string;
  readonly measuredOn: string;
  readonly rounds: number;
  readonly figures: readonly FigureResult[];
  /** Median amount per operation of each subject, in the unit of its meter: µs, bytes. */
  readonly subjects: Readonly<Record<string, number>>;
}

/** What the suite writes. */
export interface BenchResults {
  readonly machine: Machine;
  readonly cases: readonly CaseResult[];
}

/** The middle of the values; between the middle two of an even number of them. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]] as const;
  return ((middle[0] ?? Number.NaN) + (middle[1] ?? Number.NaN)) / 2;
};

export const resultOf = ({ name, benchCase, rounds }: CaseProcess): CaseResult => ({
  name,
  title: benchCase.title,
  measuredOn: new Date().toISOString().slice(0, 10),
  rounds: rounds.length,
  figures: benchCase.figures.map(({ label, unit, of, goal, limit }) => {
    const values = rounds.map((measured) => of(measured));
    return {
      label,
      unit,
      min: Math.min(...values),
      median: median(values),
      max: Math.max(...values),
      ...(goal !== undefined && { goal }),
      ...(limit !== undefined && { limit }),
    };
  }),
  subjects: Object.fromEntries(
    Object.keys(benchCase.subjects).map((subject) => [
      subject,
      median(rounds.map((each) => each[subject] ?? Number.NaN)),
    ]),
  ),
});

/** What must not be exceeded; undefined for what is only told. */
export const limitOf = ({ goal, limit }: FigureResult): number | undefined => limit ?? goal;

/** The cases measured now, with those of an earlier file that were not measured again. */
export const mergeResults = (path: string, measured: readonly CaseResult[]): BenchResults => {
  const earlier = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as BenchResults).cases : [];
  const names = new Set(measured.map(({ name }) => name));
  const cases = [...earlier.filter(({ name }) => !names.has(name)), ...measured];
  return { machine: machine(), cases: cases.toSorted((a, b) => a.name.localeCompare(b.name)) };
};

export const writeResults = (path: string, results: BenchResults): void =>
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
