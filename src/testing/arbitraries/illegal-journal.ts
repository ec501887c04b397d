import * as fc from "fast-check";

import { decodeRecord } from "../../journal/codec.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { journal } from "./journal.ts";
import { mutations } from "./journal-mutations.ts";
import type { Mutation } from "./mutation.ts";

/** A journal that is one change away from a legal one. */
export interface IllegalJournal {
  readonly records: readonly JournalRecord[];
  /** What is wrong with it: `an execution completes twice`. */
  readonly wrong: string;
  /** The number of the first record that may not stand where it stands. */
  readonly seq: number;
}

/**
 * Random journals that are one change away from a legal one, with what is wrong and where.
 *
 * Each change is illegal by what it is, and not because a checker said so: records missing, doubled or moved,
 * executions and experiments that start, end or fail when they cannot, ends that are not, records of another plan, and
 * schemas that nothing put out. Every line of it can be decoded: only together they are wrong.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * const refusedAt = (records: readonly JournalRecord[]): unknown => {
 *   try {
 *     return Status.fromJournal(records);
 *   } catch (error) {
 *     return error instanceof JournalError && error.seq;
 *   }
 * };
 * fc.sample(illegalJournal(), 200).every(({ records, seq }) => refusedAt(records) === seq); // => true
 * ```
 */
export const illegalJournal = (
  legal: fc.Arbitrary<readonly JournalRecord[]> = journal(),
): fc.Arbitrary<IllegalJournal> =>
  fc
    .tuple(
      legal.filter((records) => records.length > 0),
      // Each as often as any other: by itself fast-check draws small numbers more often.
      fc.noBias(fc.nat(mutations.length - 1)),
      fc.nat(),
    )
    .map(([records, first, number]) => mutated(records, first, number));

/** Makes the first change from this one on that fits somewhere, at one of the places where it does. */
const mutated = (legal: readonly JournalRecord[], first: number, number: number): IllegalJournal => {
  const inOrder = [...mutations.slice(first), ...mutations.slice(0, first)];
  const mutation = inOrder.find((each) => placesOf(each, legal).length > 0) ?? mutations[0];
  const places = placesOf(mutation, legal);
  const { records, seq } = mutation.at(legal, places[number % places.length] ?? 0);
  return { records: Array.from(records, decodeRecord), wrong: mutation.wrong, seq };
};

const placesOf = ({ fits }: Mutation, legal: readonly JournalRecord[]): readonly number[] =>
  Array.from(legal.keys()).filter((place) => {
    const record = legal[place];
    return record !== undefined && fits(record, place, legal);
  });
