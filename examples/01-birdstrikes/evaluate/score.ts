/** One measurement: what was measured, by which method, on which column, pair of columns or set of rows. */
export interface Score {
  readonly metric: Metric;
  readonly method: string;
  readonly subject: string;
  readonly value: number;
}

export type Metric =
  | "marginal distance"
  | "missing share gap"
  | "association gap"
  | "association in the real data"
  | "closest record ratio"
  | "closer than the closest 5 % unseen"
  | "exact copies"
  | "exact copies, unseen rows";
