import { clip, padEnd, padStart } from "./clip.ts";
import { countOf } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import type { ResultColumn } from "./result-columns.ts";
import { indentOf, layOutResults, type ResultLayout } from "./result-layout.ts";
import type { ResultRow, ResultTable } from "./result-tables.ts";

const [mostTables, mostRows] = [10, 40];

/** What the experiments gave: tables of experiments × values, and how many `missing` experiments gave nothing. */
export const renderResults = (tables: readonly ResultTable[], missing: number, page: Page): string => {
  const shown = tables.slice(0, mostTables).map((table) => renderResultTable(table, page));
  const more = tables.length - shown.length;
  const notes = [
    ...(more > 0 ? [`  … ${countOf(more, "more table")}: --json has all`] : []),
    ...(missing > 0 ? [`  ${countOf(missing, "experiment")} ${missing === 1 ? "has" : "have"} no result`] : []),
  ];
  return [...shown, ...(notes.length > 0 ? [notes.map((note) => page.paint("quiet", note)).join("\n")] : [])].join(
    "\n\n",
  );
};

const renderResultTable = (table: ResultTable, page: Page): string => {
  const caption = labelOf(Object.entries(table.common));
  const indent = caption === "" ? "  " : "    ";
  const rows = table.rows.slice(0, mostRows);
  const layout = layOutResults({ ...table, rows }, page.width - indent.length);
  const line = (text: string): string => clip(`${indent}${text}`, page.width).trimEnd();
  const quiet = (text: string): string => page.paint("quiet", line(text));
  const inner = " ".repeat(indentOf(layout.titles));
  return [
    ...(caption === "" ? [] : [clip(`  ${caption}`, page.width)]),
    ...headLines(layout.columns).map((text) => quiet(inner + text)),
    ...rows.flatMap((row, place) => [
      ...titleOf(row, rows[place - 1], table.varying.slice(0, layout.titles)).map(line),
      line(inner + drawn(layout.columns, ({ cells }) => cells[place])),
    ]),
    ...notesOn(table, rows.length, layout).map(quiet),
  ].join("\n");
};

/** Heads of different height stand on one ground. */
const headLines = (columns: readonly ResultColumn[]): readonly string[] => {
  const height = Math.max(...columns.map(({ head }) => head.length));
  return Array.from({ length: height }, (_, place) => drawn(columns, ({ head }) => head[place - height + head.length]));
};

const drawn = (columns: readonly ResultColumn[], textOf: (column: ResultColumn) => string | undefined): string =>
  columns.map((column) => (column.align === "left" ? padEnd : padStart)(textOf(column) ?? "", column.width)).join("  ");

/** The title of the group that begins with this row. */
const titleOf = (row: ResultRow, above: ResultRow | undefined, modules: readonly string[]): readonly string[] =>
  modules.every((name) => above?.experiments[name] === row.experiments[name])
    ? []
    : [labelOf(modules.map((name) => [name, row.experiments[name] ?? ""]))];

const labelOf = (experiments: readonly (readonly [string, string])[]): string =>
  experiments.map(([moduleName, experimentName]) => printable(`${moduleName}[${experimentName}]`)).join(", ");

const notesOn = ({ rows }: ResultTable, shown: number, { dropped }: ResultLayout): readonly string[] => [
  ...(rows.length > shown ? [`… ${countOf(rows.length - shown, "more row")}: --json has all`] : []),
  ...(dropped.length > 0
    ? [`… ${countOf(dropped.length, "more column")}: --json has all (${dropped.map(printable).join(", ")})`]
    : []),
];
