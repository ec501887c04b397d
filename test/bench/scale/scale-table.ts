import { machineLine, show } from "../harness/bench-table.ts";
import type { Machine } from "../harness/machine.ts";
import { fitGrowth } from "./fit-growth.ts";
import { type ScaleRun, shownAmount } from "./scale-row.ts";
import { type ShapeName, shapes } from "./shapes.ts";

/** What the scale tests write. */
export interface ScaleResults {
  readonly machine: Machine;
  readonly shapes: Readonly<
    Partial<Record<ShapeName, { readonly measuredOn: string; readonly runs: readonly ScaleRun[] }>>
  >;
}

/** The exponent of each row over the sizes, with R². */
export const growthOf = (runs: readonly ScaleRun[], row: string): ReturnType<typeof fitGrowth> =>
  fitGrowth(
    runs.map(
      ({ executions, rows }) => [executions, rows.find(({ name }) => name === row)?.amount ?? Number.NaN] as const,
    ),
  );

/** The lines of one shape's table: a row for each thing measured, a column for each size. */
export const shapeLines = (runs: readonly ScaleRun[]): readonly string[] => {
  const names = [...new Set(runs.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  return [
    `| executions | ${runs.map(({ executions }) => executions.toLocaleString("en")).join(" | ")} | grows with | R² |`,
    `|---|${runs.map(() => "--:|").join("")}--:|--:|`,
    ...names.map((name) => {
      const found = runs.map(({ executions, rows }) => {
        const row = rows.find((each) => each.name === name);
        return { shown: row?.shown, value: row === undefined ? Number.NaN : shownAmount(row, executions) };
      });
      const growth = growthOf(runs, name);
      const fit = growth === undefined ? " – | –" : ` N^${growth.exponent.toFixed(2)} | ${growth.rSquared.toFixed(3)}`;
      return `| ${name}, ${found[0]?.shown ?? ""} | ${found.map(({ value }) => show(value)).join(" | ")} |${fit} |`;
    }),
  ];
};

export const scaleTable = ({ machine, shapes: measured }: ScaleResults): string => {
  const lines = [machineLine(machine)];
  for (const [name, { title }] of Object.entries(shapes)) {
    const shape = measured[name as ShapeName];
    if (shape !== undefined)
      lines.push("", `**${name}**: ${title} (${shape.measuredOn})`, "", ...shapeLines(shape.runs));
  }
  return lines.join("\n");
};
