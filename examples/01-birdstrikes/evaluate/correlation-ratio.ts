/**
 * Correlation ratio of a categorical and a numeric column: the square root of the share of the number's variance that
 * lies between the categories. 0 when all categories have the same mean, 1 when the category determines the number.
 *
 * As ε rather than the plain η (Kelley 1935): η of unrelated columns grows with the number of categories.
 */
export function correlationRatio(categories: readonly string[], numbers: readonly number[]): number {
  const groups = new Map<string, { count: number; sum: number }>();
  let total = 0;
  for (const [index, value] of numbers.entries()) {
    const name = categories[index] as string;
    const group = groups.get(name) ?? { count: 0, sum: 0 };
    group.count += 1;
    group.sum += value;
    total += value;
    groups.set(name, group);
  }

  const n = numbers.length;
  const mean = total / n;
  const overall = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const between = groups.values().reduce((sum, group) => sum + group.count * (group.sum / group.count - mean) ** 2, 0);
  if (overall === 0 || groups.size === n) return 0;
  const within = 1 - between / overall;
  return Math.sqrt(Math.max(0, 1 - (within * (n - 1)) / (n - groups.size)));
}
