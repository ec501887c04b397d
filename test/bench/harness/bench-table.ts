import { type BenchResults, type FigureResult, limitOf } from "./bench-results.ts";
import type { Machine } from "./machine.ts";

/** A number with three digits that count. */
export const show = (value: number): string => {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return Math.round(value).toLocaleString("en");
  return value.toFixed(size >= 10 ? 1 : 2);
};

const withUnit = (value: number | undefined, unit: string): string =>
  value === undefined ? "" : `${show(value)} ${unit}`;

/** Whether the goal is met: in words, empty without one. */
export const verdict = ({ median, goal }: FigureResult): string => {
  if (goal === undefined) return "";
  return median <= goal ? "met" : "not met";
};

/** The machine in a sentence. */
export const machineLine = ({ cpu, cores, memoryGiB, node, xstate, effect }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGiB} GiB; node ${node}, xstate ${xstate}, effect ${effect}.`;

/** The results as a table for a page. */
export const benchTable = ({ machine, cases }: BenchResults): string =>
  [
    machineLine(machine),
    "",
    "| case | figure | median | least – most | goal | | held at |",
    "|---|---|--:|--:|--:|---|--:|",
    ...cases.flatMap(({ name, title, rounds, figures, measuredOn }) =>
      figures.map((figure, place) => {
        const { label, unit, min, median, max, goal } = figure;
        const first =
          place === 0 ? `**${name}**: ${title} (${rounds === 1 ? "1 round" : `${rounds} rounds`}, ${measuredOn})` : "";
        const range = `${show(min)} – ${show(max)}`;
        const limit = limitOf(figure);
        return `| ${first} | ${label} | ${withUnit(median, unit)} | ${range} | ${withUnit(goal, unit)} | ${verdict(figure)} | ${withUnit(limit, unit)} |`;
      }),
    ),
  ].join("\n");
