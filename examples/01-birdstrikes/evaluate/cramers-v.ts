/**
 * Cramér's V of two categorical columns: 0 unrelated, 1 one determines the other.
 *
 * Bias-corrected (Bergsma 2013): the plain V of unrelated columns grows with the number of categories, and 225 aircraft
 * models against 50 airports would look related by chance alone.
 */
export function cramersV(a: readonly string[], b: readonly string[]): number {
  const rows = codesOf(a);
  const columns = codesOf(b);
  const counts = new Float64Array(rows.size * columns.size);
  const rowTotals = new Float64Array(rows.size);
  const columnTotals = new Float64Array(columns.size);
  for (let index = 0; index < a.length; index += 1) {
    const row = rows.codes[index] as number;
    const column = columns.codes[index] as number;
    counts[row * columns.size + column]! += 1;
    rowTotals[row]! += 1;
    columnTotals[column]! += 1;
  }

  // χ²/n = Σ observed² / (row total · column total) - 1
  const n = a.length;
  const phiSquared =
    counts.reduce((sum, count, cell) => {
      const row = rowTotals[Math.floor(cell / columns.size)] as number;
      const column = columnTotals[cell % columns.size] as number;
      return sum + (count * count) / (row * column);
    }, 0) - 1;

  const corrected = Math.max(0, phiSquared - ((rows.size - 1) * (columns.size - 1)) / (n - 1));
  const rowsCorrected = rows.size - (rows.size - 1) ** 2 / (n - 1);
  const columnsCorrected = columns.size - (columns.size - 1) ** 2 / (n - 1);
  const largest = Math.min(rowsCorrected, columnsCorrected) - 1;
  return largest <= 0 ? 0 : Math.sqrt(corrected / largest);
}

function codesOf(categories: readonly string[]): { readonly codes: readonly number[]; readonly size: number } {
  const seen = new Map<string, number>();
  const codes = categories.map((category) => {
    const known = seen.get(category);
    if (known !== undefined) return known;
    seen.set(category, seen.size);
    return seen.size - 1;
  });
  return { codes, size: seen.size };
}
