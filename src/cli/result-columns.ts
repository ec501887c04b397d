import stringWidth from "string-width";

import { clip } from "./clip.ts";
import { formatCells } from "./format-cells.ts";
import { printable } from "./printable.ts";
import type { ResultRow, ResultTable } from "./result-tables.ts";
import { wrapHead } from "./wrap-head.ts";

/** A column of a table of results: text as it is to be seen. */
export interface ResultColumn {
  readonly head: readonly string[];
  readonly cells: readonly string[];
  readonly align: "left" | "right";
  readonly width: number;
}

export interface ResultColumnOptions {
  /** Modules, from the first, that get no column. */
  readonly titles: number;
  /** The most lines of a head. */
  readonly lines: number;
  /** Names wider than this are cut. */
  readonly longestName: number;
}

/** The columns of a table: the experiments that vary, then the fields. */
export const resultColumns = (table: ResultTable, options: ResultColumnOptions): readonly ResultColumn[] => {
  const { varying, fields, rows } = table;
  const name = (text: string): string => clip(printable(text), options.longestName);
  const column = (title: string, { texts, align }: ReturnType<typeof formatCells>): ResultColumn => {
    const head = wrapHead(name(title), options.lines);
    const width = Math.max(...[...head, ...texts].map((text) => stringWidth(text)));
    return { head, cells: texts, align, width };
  };
  const experiments = varying.map((module, place) => {
    const path = varying.slice(0, place + 1);
    const texts = rows.map((row, at) => (same(path, row, rows[at - 1]) ? "" : name(row.experiments[module] ?? "")));
    return column(module, { texts, align: "left" });
  });
  const values = fields.map((field) => column(field, formatCells(rows.map((row) => row.values[field] ?? null))));
  return [...experiments.slice(options.titles), ...values];
};

/** An experiment that the row above has too is not said again: what differs is what is to be seen. */
const same = (path: readonly string[], row: ResultRow, above: ResultRow | undefined): boolean =>
  path.every((module) => above?.experiments[module] === row.experiments[module]);
