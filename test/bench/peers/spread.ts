export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The least, the middle and the greatest; the middle of an even number is between the two, in favour of neither. */
export const spread = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number): number => sorted[place] ?? Number.NaN;
  const last = sorted.length - 1;
  return { min: at(0), median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2, max: at(last) };
};
