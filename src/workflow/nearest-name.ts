/** Finds the legal name a reader most likely meant, for "did you mean" in errors. */

/**
 * Returns the candidate within a third of its length in edits (at least two); `undefined` when none is that near. One that
 * shares no letter in its place is not near, however short it is.
 */
export const nearestName = (name: string, candidates: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const limit = Math.max(2, Math.floor(candidate.length / 3));
    // The difference in length is a lower bound: a 1 MB name costs nothing here.
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance === Math.max(candidate.length, name.length)) continue;
    if (distance <= limit && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
};

/** What to do about a name that is not known: take the nearest that is; where none is near, `otherwise`. */
export const didYouMean = (
  name: string,
  known: readonly string[],
  otherwise = `There are ${known.slice(0, 8).join(", ") || "none, as far as is known"}${known.length > 8 ? ", …" : ""}.`,
): string => {
  const near = nearestName(name, known);
  return near === undefined ? otherwise : `Did you mean ${near}?`;
};

/** Levenshtein distance in UTF-16 units, one row at a time. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
