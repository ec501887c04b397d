import type { RecordRow } from "./record-row.ts";
import { recordCode, type RecordType, recordTypes } from "./record-type.ts";

/** What a run is, from its first record. */
export interface RunHead {
  readonly runId: string;
  readonly workflow: string;
  readonly modules: readonly { readonly moduleName: string; readonly experiments: readonly string[] }[];
  readonly concurrency: number;
  readonly onFailure: "continue" | "stop";
  /** The run this one began from. */
  readonly origin?: { readonly runId: string; readonly seq: number };
}

/** In the column of subjects: the record is about no execution and no experiment. */
export const noSubject = 0xff_ff_ff_ff;

/** The columns of the records, each with as much room as `capacity`. */
export interface Columns {
  /** Wall time, ms. */
  readonly at: Float64Array;
  /** NaN where there is none. */
  readonly durationMs: Float64Array;
  readonly subject: Uint32Array;
  readonly attempt: Uint32Array;
  /** Places in the table of texts, counted from 1; 0 for none. */
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  readonly text: Uint32Array;
  readonly reason: Uint32Array;
  readonly cause: Uint32Array;
  readonly changes: Uint32Array;
  readonly type: Uint8Array;
  readonly flagged: Uint8Array;
}

/** The columns in the order they are written in: widest first, so that each is aligned. */
export const columnOrder = [
  "at",
  "durationMs",
  "subject",
  "attempt",
  "before",
  "after",
  "text",
  "reason",
  "cause",
  "changes",
  "type",
  "flagged",
] as const satisfies readonly (keyof Columns)[];

/**
 * The journal of one run in typed arrays, one entry per record; it grows with the run. Entry `i` is record `i + 1`.
 *
 * 50 bytes per record, whatever the names, errors and schemas are: texts are kept once.
 */
export class RunColumns {
  readonly head: RunHead;
  #columns: Columns;
  #length = 0;
  readonly #texts: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(head: RunHead, columns: Columns = makeColumns(64), length = 0, texts: readonly string[] = []) {
    this.head = head;
    this.#columns = columns;
    this.#length = length;
    for (const text of texts) this.#place(text);
  }

  /** How many records there are, which is the `seq` of the last. */
  get length(): number {
    return this.#length;
  }

  /** The columns as they are now: growing replaces them. Entries from `length` on mean nothing. */
  get columns(): Columns {
    return this.#columns;
  }

  /** The texts that columns refer to, by place − 1. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The text at a place counted from 1; undefined for 0. */
  text(place: number | undefined): string | undefined {
    return place === undefined ? undefined : this.#texts[place - 1];
  }

  append(row: RecordRow): void {
    const index = this.#length;
    if (index === this.#columns.type.length) this.#columns = grown(this.#columns, index * 2);
    const columns = this.#columns;
    columns.type[index] = recordCode[row.type];
    columns.at[index] = row.at;
    columns.durationMs[index] = row.durationMs ?? Number.NaN;
    columns.subject[index] = row.subject ?? noSubject;
    columns.attempt[index] = row.attempt;
    columns.before[index] = this.#place(row.before);
    columns.after[index] = this.#place(row.after);
    columns.text[index] = this.#place(row.text);
    columns.reason[index] = this.#place(row.reason);
    columns.cause[index] = this.#place(row.cause);
    columns.changes[index] = row.changes;
    columns.flagged[index] = row.flagged ? 1 : 0;
    this.#length++;
  }

  /** The row of a record, by its `seq`; throws a RangeError for one there is none of. */
  row(seq: number): RecordRow {
    const index = seq - 1;
    if (!(index >= 0 && index < this.#length)) throw new RangeError(`there is no record ${seq}: 1 … ${this.#length}`);
    const { type, at, durationMs, subject, attempt, before, after, text, reason, cause, changes, flagged } =
      this.#columns;
    const [duration, about] = [durationMs[index] ?? Number.NaN, subject[index] ?? noSubject];
    return {
      type: this.#type(type[index]),
      at: at[index] ?? 0,
      subject: about === noSubject ? undefined : about,
      attempt: attempt[index] ?? 0,
      durationMs: Number.isNaN(duration) ? undefined : duration,
      before: this.text(before[index]),
      after: this.text(after[index]),
      text: this.text(text[index]),
      reason: this.text(reason[index]),
      cause: this.text(cause[index]),
      changes: changes[index] ?? 0,
      flagged: flagged[index] === 1,
    };
  }

  #type(code: number | undefined): RecordType {
    const type = code === undefined ? undefined : recordTypes[code];
    if (type === undefined) throw new RangeError(`there is no type of record with the code ${code}`);
    return type;
  }

  #place(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.#texts.push(text);
    this.#places.set(text, place);
    return place;
  }
}

/** Columns with room for this many records. */
export const makeColumns = (capacity: number): Columns => ({
  at: new Float64Array(capacity),
  durationMs: new Float64Array(capacity),
  subject: new Uint32Array(capacity),
  attempt: new Uint32Array(capacity),
  before: new Uint32Array(capacity),
  after: new Uint32Array(capacity),
  text: new Uint32Array(capacity),
  reason: new Uint32Array(capacity),
  cause: new Uint32Array(capacity),
  changes: new Uint32Array(capacity),
  type: new Uint8Array(capacity),
  flagged: new Uint8Array(capacity),
});

const grown = (columns: Columns, capacity: number): Columns => {
  const larger = makeColumns(capacity);
  for (const name of columnOrder) larger[name].set(columns[name]);
  return larger;
};
