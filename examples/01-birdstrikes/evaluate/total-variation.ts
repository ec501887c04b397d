/** Total variation distance: the share of rows that would have to change category to make the two columns alike. */
export function totalVariation(a: readonly string[], b: readonly string[]): number {
  const gaps = new Map<string, number>();
  for (const category of a) gaps.set(category, (gaps.get(category) ?? 0) + 1 / a.length);
  for (const category of b) gaps.set(category, (gaps.get(category) ?? 0) - 1 / b.length);
  return gaps.values().reduce((sum, gap) => sum + Math.abs(gap), 0) / 2;
}
