import type { Column, Table } from "../table.ts";
import { columnOf, isCategorical, numbersOf } from "../table.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import type { Score } from "./score.ts";
import { totalVariation } from "./total-variation.ts";

/** Does every column alone look real? Distances compare the values that are there; what is missing counts apart. */
export function scoreMarginals(real: Table, synthetic: Table): readonly Score[] {
  return Object.entries(real).flatMap(([subject, cells]) => {
    const others = columnOf(synthetic, subject);
    const metric = "marginal distance";
    const distance: Score = isCategorical(cells)
      ? { metric, method: "total variation", subject, value: totalVariation(texts(cells), texts(others)) }
      : { metric, method: "Kolmogorov–Smirnov", subject, value: kolmogorovSmirnov(present(cells), present(others)) };
    if (!cells.includes(null)) return [distance];
    const gap = Math.abs(missingShare(cells) - missingShare(others));
    return [distance, { metric: "missing share gap", method: "difference", subject, value: gap }];
  });
}

const present = (cells: Column): readonly number[] => numbersOf(cells).filter((value) => value !== null);

const texts = (cells: Column): readonly string[] => cells.filter((cell) => cell !== null).map(String);

const missingShare = (cells: Column): number => cells.filter((cell) => cell === null).length / cells.length;
