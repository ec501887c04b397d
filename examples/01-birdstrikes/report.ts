import type { Metric, Score } from "./evaluate/score.ts";

/** The headline numbers of one evaluation, each a mean: one wide row, so that experiments can stand below each other. */
export type Report = readonly [Readonly<Partial<Record<Headline, number>>>];

export type Headline =
  | "marginal distance"
  | "Kolmogorov–Smirnov"
  | "total variation"
  | "missing share gap"
  | "association gap"
  | "Cramér's V gap"
  | "correlation ratio gap"
  | "Spearman gap"
  | "gap without associations"
  | "closest record ratio"
  | "closer than 5 % of unseen"
  | "exact copies"
  | "exact copies unseen";

/** What each headline is the mean of: one metric, by one method or by all. In the order of the columns. */
const sources: readonly (readonly [Headline, Metric, method?: string])[] = [
  ["marginal distance", "marginal distance"],
  ["Kolmogorov–Smirnov", "marginal distance", "Kolmogorov–Smirnov"],
  ["total variation", "marginal distance", "total variation"],
  ["missing share gap", "missing share gap"],
  ["association gap", "association gap"],
  ["Cramér's V gap", "association gap", "Cramér's V"],
  ["correlation ratio gap", "association gap", "correlation ratio"],
  ["Spearman gap", "association gap", "Spearman"],
  ["gap without associations", "association in the real data"],
  ["closest record ratio", "closest record ratio"],
  ["closer than 5 % of unseen", "closer than the closest 5 % unseen"],
  ["exact copies", "exact copies"],
  ["exact copies unseen", "exact copies, unseen rows"],
];

/** A row with the headlines there are scores for. */
export function report(scores: readonly Score[]): Report {
  const headlines = sources.flatMap(([headline, metric, method]) => {
    const values = scores
      .filter((score) => score.metric === metric && (method === undefined || score.method === method))
      .map(({ value }) => value);
    return values.length === 0 ? [] : [[headline, values.reduce((sum, value) => sum + value) / values.length]];
  });
  return [Object.fromEntries(headlines)];
}
