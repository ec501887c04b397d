/** Records from one to another, both included. */
export type RecordRange = readonly [from: number, to: number];

/** The most the server gives at once. */
const mostRecords = 500;
/** Up to here, what lies between two records costs less than to ask once more. */
const mostBetween = 8;

/** The ranges to ask for to have all of these records, given in ascending order: few, and with little that is not wanted. */
export const recordRanges = (seqs: readonly number[]): readonly RecordRange[] => {
  const ranges: RecordRange[] = [];
  for (const seq of seqs) {
    const last = ranges.at(-1);
    if (last !== undefined && seq - last[1] <= mostBetween + 1 && seq - last[0] < mostRecords)
      ranges[ranges.length - 1] = [last[0], seq];
    else ranges.push([seq, seq]);
  }
  return ranges;
};
