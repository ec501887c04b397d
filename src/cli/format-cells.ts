import { clip, padEnd } from "./clip.ts";
import type { Cell } from "./flat-result.ts";
import { formatNumbers } from "./format-numbers.ts";
import { printable } from "./printable.ts";

const longest = 40;

/** The cells of one column as they are to be seen. */
export interface FormattedCells {
  readonly texts: readonly string[];
  readonly align: "left" | "right";
}

/** Formats a column: numbers rounded, their decimal points below each other; text clipped. */
export const formatCells = (cells: readonly Cell[]): FormattedCells => {
  const numbers = formatNumbers(cells.map((cell) => (typeof cell === "number" ? cell : 0)));
  const texts = cells.map((cell, row) =>
    typeof cell === "number" ? (numbers[row] ?? "") : clip(printable(String(cell)), longest),
  );
  if (!cells.every(isNumeric)) return { texts, align: "left" };
  const fractions = texts.map(fractionOf);
  const widest = Math.max(...fractions, 0);
  // Spaces, not zeros: a zero would claim a digit that is not known.
  return {
    texts: texts.map((text, row) => padEnd(text, text.length + widest - (fractions[row] ?? 0))),
    align: "right",
  };
};

/** Numbers, what is missing, and the numbers that JSON has to hold as text. */
const isNumeric = (cell: Cell): boolean =>
  cell === null || typeof cell === "number" || (typeof cell === "string" && /^(?:NaN|-?Infinity|-?\d+)$/u.test(cell));

/** How much of a text stands behind its units: `.15`, `e+21`. */
const fractionOf = (text: string): number => /(?<=\d)[.e].*$/u.exec(text)?.[0].length ?? 0;
