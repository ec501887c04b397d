/** Ranks from 1; equal values share the mean of the ranks they span. */
export function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = Array.from<number>({ length: values.length });
  let start = 0;
  while (start < order.length) {
    const value = values[order[start] as number];
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] as number] === value) end += 1;
    for (let place = start; place <= end; place += 1) ranks[order[place] as number] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}
