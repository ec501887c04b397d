/**
 * The positions of one longest increasing subsequence of distinct numbers, in O(n log n).
 *
 * Fields outside it are the fewest that have to move to turn one order into the other.
 */
export const longestIncreasing = (values: readonly number[]): ReadonlySet<number> => {
  // tails[length] is the position of the smallest value that ends an increasing run of that length + 1.
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  values.forEach((value, position) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : tails[low - 1]);
    tails[low] = position;
  });
  const positions = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) positions.add(at);
  return positions;
};
