import type { StateColumns } from "../../../journal/run-checkpoint.ts";
import { keptPage } from "../../../journal/state-column.ts";
import { ByteReader } from "../batch-codec/byte-reader.ts";
import { ByteWriter } from "../batch-codec/byte-writer.ts";

/**
 * The bytes of one page of executions: three or four for each that ended, one for each that has not started.
 *
 * An execution is a byte with its state and flags, then its first record as the difference to that of the execution
 * before it, its last as the difference to its first, and what the flags announce.
 */
export const encodeExecutions = (columns: StateColumns, page: number): Uint8Array => {
  const { executions, attempts, firstSeq, lastSeq, schemaAfter } = columns;
  writer.reset();
  let [before, schemaBefore] = [0, 0];
  const end = Math.min(executions.length, (page + 1) * keptPage);
  for (let execution = page * keptPage; execution < end; execution++) {
    const state = executions[execution] ?? 0;
    if (state === 0) {
      writer.byte(0);
      continue;
    }
    const [first = 0, last = 0, attempt = 0, schema = 0] = [
      firstSeq[execution],
      lastSeq[execution],
      attempts[execution],
      schemaAfter[execution],
    ];
    writer.byte(state | (attempt === 1 ? 0 : flags.attempt) | (schema === schemaBefore ? 0 : flags.schema));
    writer.difference(first - before);
    writer.count(last - first);
    if (attempt !== 1) writer.count(attempt);
    if (schema !== schemaBefore) writer.count(schema);
    before = first;
    schemaBefore = schema;
  }
  // A copy: what a Buffer calls a slice is none.
  return new Uint8Array(writer.written());
};

/** Reads one page of executions into the columns; throws for bytes that are none. */
export const decodeExecutions = (columns: StateColumns, page: number, bytes: Uint8Array): void => {
  const { executions, attempts, firstSeq, lastSeq, schemaAfter } = columns;
  const reader = new ByteReader(bytes);
  let [before, schemaBefore] = [0, 0];
  const end = Math.min(executions.length, (page + 1) * keptPage);
  for (let execution = page * keptPage; execution < end; execution++) {
    const head = reader.byte();
    if (head === 0) continue;
    before += reader.difference();
    executions[execution] = head & flags.state;
    firstSeq[execution] = before;
    lastSeq[execution] = before + reader.count();
    attempts[execution] = (head & flags.attempt) === 0 ? 1 : reader.count();
    if ((head & flags.schema) !== 0) schemaBefore = reader.count();
    schemaAfter[execution] = schemaBefore;
  }
  if (!reader.isAtEnd) throw new RangeError("it has more than the executions of a page");
};

/** The bytes of one page of experiments: one for each. */
export const encodeExperiments = ({ experiments }: StateColumns, page: number): Uint8Array =>
  experiments.slice(page * keptPage, (page + 1) * keptPage);

/** Reads one page of experiments into the columns; throws for bytes that are none. */
export const decodeExperiments = ({ experiments }: StateColumns, page: number, bytes: Uint8Array): void => {
  if (bytes.length !== Math.min(keptPage, experiments.length - page * keptPage))
    throw new RangeError(`${bytes.length} experiments are no page`);
  experiments.set(bytes, page * keptPage);
};

const flags = { state: 3, attempt: 4, schema: 8 } as const;

const writer = new ByteWriter();
