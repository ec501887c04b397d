import { sampleRankCorrelation } from "simple-statistics";
import type { Column, Table } from "../table.ts";
import { columnOf, isCategorical, numbersOf } from "../table.ts";
import { correlationRatio } from "./correlation-ratio.ts";
import { cramersV } from "./cramers-v.ts";
import type { Score } from "./score.ts";

export interface Association {
  readonly method: "Spearman" | "Cramér's V" | "correlation ratio";
  /** From 0 to 1; Spearman's from -1 to 1, so that a reversed relation is not taken for the same one. */
  readonly strength: number;
}

/** Do the columns hang together as in the real data? One gap per pair of columns, beside what there was to keep. */
export function scoreAssociations(real: Table, synthetic: Table): readonly Score[] {
  return pairs(Object.keys(real)).flatMap(([a, b]): readonly Score[] => {
    const kept = associationOf(columnOf(real, a), columnOf(real, b));
    const found = associationOf(columnOf(synthetic, a), columnOf(synthetic, b));
    const shared = { method: kept.method, subject: `${a} × ${b}` };
    return [
      { ...shared, metric: "association gap", value: Math.abs(kept.strength - found.strength) },
      { ...shared, metric: "association in the real data", value: Math.abs(kept.strength) },
    ];
  });
}

/** Rows where either value is missing do not count. */
export function associationOf(a: Column, b: Column): Association {
  const complete = (_: unknown, row: number): boolean => a[row] !== null && b[row] !== null;
  const first = a.filter(complete);
  const second = b.filter(complete);

  if (isCategorical(first) && isCategorical(second)) {
    return { method: "Cramér's V", strength: cramersV(first.map(String), second.map(String)) };
  }
  if (isCategorical(first)) {
    return { method: "correlation ratio", strength: correlationRatio(first.map(String), numbers(second)) };
  }
  if (isCategorical(second)) return associationOf(second, first);

  const rho = sampleRankCorrelation(numbers(first), numbers(second));
  // Undefined for a constant column, which hangs together with nothing.
  return { method: "Spearman", strength: Number.isNaN(rho) ? 0 : rho };
}

const numbers = (column: Column): number[] => numbersOf(column).filter((value) => value !== null);

const pairs = (names: readonly string[]): readonly (readonly [string, string])[] =>
  names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));
