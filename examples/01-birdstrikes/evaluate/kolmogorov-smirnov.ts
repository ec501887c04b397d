/**
 * Kolmogorov–Smirnov distance: the largest gap between the two shares "at or below x", over all x.
 * 0 for equal distributions, 1 for ones that do not overlap.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [a, b].map((values) => values.toSorted((x, y) => x - y)) as [number[], number[]];
  let [belowA, belowB, largest] = [0, 0, 0];
  while (belowA < first.length && belowB < second.length) {
    // Step over every copy of x on both sides before comparing: between copies there is no gap to see.
    const x = Math.min(first[belowA] as number, second[belowB] as number);
    while (first[belowA] === x) belowA += 1;
    while (second[belowB] === x) belowB += 1;
    largest = Math.max(largest, Math.abs(belowA / first.length - belowB / second.length));
  }
  return largest;
}
