import * as fc from "fast-check";

/**
 * One of these names; it shrinks by halves to the first, where `constantFrom` knows only the first, so that several
 * distinct ones come down to the first several.
 */
export const drawnName = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.nat(names.length - 1).map((at) => names[at] ?? "");
