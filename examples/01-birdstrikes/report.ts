import type { Metric, Score } from "./evaluate/score.ts";

/** One line of the report: the mean of one metric as taken by one method. */
export interface ReportRow {
  readonly metric: Metric;
  readonly method: string;
  readonly value: number;
  /** How many measurements the value is the mean of. */
  readonly measurements: number;
  readonly better: string;
}

const better: Readonly<Record<Metric, string>> = {
  "marginal distance": "lower; 0 is the same distribution, 1 a disjoint one",
  "missing share gap": "lower; 0 is as much missing as in the real data",
  "association gap": "lower; 0 keeps every association",
  "association in the real data": "no goal: the gap of a table that keeps no association",
  "closest record ratio": "1 or more is no closer than an unseen real row",
  "closer than the closest 5 % unseen": "at most 0.05",
  "exact copies": "no higher than for unseen rows",
  "exact copies, unseen rows": "no goal: what real life repeats by itself",
};

/** One row per metric and method, and one over all methods of a metric that has several. */
export function report(scores: readonly Score[]): readonly ReportRow[] {
  return [...Map.groupBy(scores, ({ metric }) => metric)].flatMap(([metric, ofMetric]) => {
    const groups = [...Map.groupBy(ofMetric, ({ method }) => method)];
    if (groups.length > 1) groups.unshift(["all", ofMetric]);
    return groups.map(([method, ofMethod]) => summarize(metric, method, ofMethod));
  });
}

function summarize(metric: Metric, method: string, scores: readonly Score[]): ReportRow {
  const value = scores.reduce((sum, score) => sum + score.value, 0) / scores.length;
  return { metric, method, value, measurements: scores.length, better: better[metric] };
}
