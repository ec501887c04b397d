import { JournalError } from "./journal-error.ts";
import { decodeRecord } from "./codec.ts";
import type { JournalRecord } from "./record.ts";

/** The records of a journal file. */
export interface ParsedJournal {
  readonly records: readonly JournalRecord[];
  /** What follows the last whole line: the writer was stopped in the middle of it. */
  readonly torn?: string;
}

/**
 * Reads a journal file: one JSON record per line.
 *
 * A last line without its newline that is no whole record is torn, not wrong: everything before it counts. Anything
 * else that is malformed is refused with a JournalError.
 *
 * @example
 * ```ts
 * const line = encodeRecord({ seq: 1, at: 0, type: "experiment.started", experiment: 0 });
 * parseJournal(`${line}\n{"seq":2,"ty`); // => { records: [{ seq: 1, … }], torn: '{"seq":2,"ty' }
 * ```
 */
export const parseJournal = (text: string): ParsedJournal => {
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  const records = lines.flatMap((line, index) => (line.trim() === "" ? [] : [decodeLine(line, index)]));
  if (rest.trim() === "") return { records };
  try {
    return { records: [...records, decodeLine(rest, lines.length)] };
  } catch {
    return { records, torn: rest };
  }
};

const decodeLine = (line: string, index: number): JournalRecord => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (thrown) {
    throw new JournalError({
      seq: index,
      reason: `line ${index + 1} is not JSON (${String(thrown)})`,
      remedy: "A journal file holds one record per line.",
    });
  }
  return decodeRecord(value);
};
