import { Matrix } from "ml-matrix";
import { errorFunction, probit } from "simple-statistics";
import { midRanks } from "../ranks.ts";

/** Where each value would stand if the column were standard normal; then centred and scaled to mean square 1. */
export function normalScores(values: readonly number[]): readonly number[] {
  const scores = midRanks(values).map((rank) => probit((rank - 0.5) / values.length));
  const centre = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const spread = Math.sqrt(scores.reduce((sum, score) => sum + (score - centre) ** 2, 0) / scores.length);
  // A constant column correlates with nothing; rounding may leave it a spread of the last digit.
  return spread < 1e-9 ? scores.map(() => 0) : scores.map((score) => (score - centre) / spread);
}

/** Correlations of the normal scores of columns. */
export function scoreCorrelations(columns: readonly (readonly number[])[]): Matrix {
  const scores = new Matrix(columns.map((column) => [...normalScores(column)]));
  const rows = columns[0]?.length ?? 1;
  const correlations = scores.mmul(scores.transpose()).div(rows);
  for (let column = 0; column < columns.length; column += 1) correlations.set(column, column, 1);
  return correlations;
}

/** The share of a standard normal below `z`. (simple-statistics' own function reads a table in steps of 0.01.) */
export const normalShareBelow = (z: number): number => (1 + errorFunction(z / Math.SQRT2)) / 2;
