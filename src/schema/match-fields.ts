import type { ChangeHints, FieldPair } from "./change-hints.ts";
import type { Field } from "./schema.ts";

/**
 * Pairs the fields of one level: the declared pairs first, then equal names in turn (the second `x` with the second
 * `x`), then, when given, columns whose content occurs once on each side. Never guesses from types or statistics.
 */
export const matchFields = (
  before: readonly Field[],
  after: readonly Field[],
  declared: readonly FieldPair[] = [],
  content?: ChangeHints["content"],
): ReadonlyMap<number, number> => {
  const pairs = new Map<number, number>(declared);
  const taken = new Set(pairs.values());
  const waiting = new Map<string, number[]>();
  after.forEach(({ name }, j) => {
    if (taken.has(j)) return;
    const places = waiting.get(name);
    if (places === undefined) waiting.set(name, [j]);
    else places.push(j);
  });
  for (const places of waiting.values()) places.reverse();
  const unmatched: number[] = [];
  before.forEach(({ name }, i) => {
    if (pairs.has(i)) return;
    const j = waiting.get(name)?.pop();
    if (j === undefined) unmatched.push(i);
    else pairs.set(i, j);
  });
  if (content !== undefined) {
    const free = new Set([...waiting.values()].flat());
    const once = uniquePlaces(content.after);
    const onceBefore = uniquePlaces(content.before);
    for (const i of unmatched) {
      const fingerprint = content.before[i];
      if (typeof fingerprint !== "string" || onceBefore.get(fingerprint) !== i) continue;
      const j = once.get(fingerprint);
      if (j !== undefined && free.has(j)) pairs.set(i, j);
    }
  }
  return pairs;
};

/** Where each fingerprint occurs, without those that occur twice: a copied column proves nothing. */
const uniquePlaces = (fingerprints: readonly (string | null)[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  fingerprints.forEach((fingerprint, i) => {
    if (fingerprint === null) return;
    if (places.has(fingerprint)) repeated.add(fingerprint);
    places.set(fingerprint, i);
  });
  for (const fingerprint of repeated) places.delete(fingerprint);
  return places;
};
