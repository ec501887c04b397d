import type { JournalRecord } from "../../journal/record.ts";

/** A legal journal with at least one record. */
export type Legal = readonly JournalRecord[];
export type Fits = (record: JournalRecord, place: number, records: Legal) => boolean;
/** Makes what stands in the place of a record, or beside it. */
export type Edit = (record: JournalRecord, records: Legal) => object;

/** A change of a legal journal that makes it illegal, wherever it is made. */
export interface Mutation {
  /** What is wrong with the journal afterwards. */
  readonly wrong: string;
  /** Whether it can be made at the record in this place. */
  readonly fits: Fits;
  /** The journal with the change, as data that nobody decoded, and the number of the first record that is wrong. */
  readonly at: (records: Legal, place: number) => { readonly records: readonly object[]; readonly seq: number };
}

/** Puts a record of its own making in front of one that fits, or behind it, and numbers all anew. */
export const inserted = (wrong: string, where: "before" | "after", fits: Fits, edit: Edit): Mutation => ({
  wrong,
  fits,
  at: (records, place) => {
    const to = where === "before" ? place : place + 1;
    const made = [...records.slice(0, to), ...editOf(edit, records, place), ...records.slice(to)];
    return { records: numbered(made), seq: to + 1 };
  },
});

/** Lets a record that fits say something else. */
export const replaced = (wrong: string, fits: Fits, edit: Edit): Mutation => ({
  wrong,
  fits,
  at: (records, place) => {
    const made = [...records.slice(0, place), ...editOf(edit, records, place), ...records.slice(place + 1)];
    return { records: numbered(made), seq: place + 1 };
  },
});

/** Puts records in another order, or leaves some out or doubles them; their numbers stay and show it. */
export const reordered = (
  wrong: string,
  fits: Fits,
  order: (place: number) => {
    readonly places: readonly number[];
    readonly instead: number;
    readonly wrongPlace: number;
  },
): Mutation => ({
  wrong,
  fits,
  at: (records, place) => {
    const { places, instead, wrongPlace } = order(place);
    const made = records.toSpliced(place, instead, ...places.flatMap((from) => records[from] ?? []));
    return { records: made, seq: made[wrongPlace]?.seq ?? 0 };
  },
});

const editOf = (edit: Edit, records: Legal, place: number): readonly object[] => {
  const record = records[place];
  return record === undefined ? [] : [edit(record, records)];
};

const numbered = (records: readonly object[]): readonly object[] =>
  Array.from(records, (record, place) => ({ ...record, seq: place + 1 }));
