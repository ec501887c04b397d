import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";

import type { StateColumns, StateParts } from "../../../journal/run-checkpoint.ts";
import type { RunState } from "../../../journal/run-state.ts";
import { type CheckpointHead, decodeHead, encodeHead } from "./checkpoint-head.ts";
import { decodeExecutions, decodeExperiments, encodeExecutions, encodeExperiments } from "./checkpoint-pages.ts";

/** A checkpoint as it was read from its rows: each of them as it was written. */
export interface StoredCheckpoint {
  readonly head: CheckpointHead;
  readonly parts: StateParts;
}

/**
 * The checkpoints of a store file, one a run at most: what the records of an unfinished run added up to at one of them.
 *
 * A row is one page of the state, and only those that changed are written again; row 0 is the head, with the checksums
 * of all others, so that a row that was lost, or stands still where others went on, is found out.
 */
export class CheckpointTable {
  readonly #select: ReturnType<DatabaseSync["prepare"]>;
  readonly #put: ReturnType<DatabaseSync["prepare"]>;
  readonly #delete: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync) {
    this.#select = database.prepare("SELECT page, body FROM checkpoints WHERE run = ? ORDER BY page");
    this.#put = database.prepare(
      "INSERT INTO checkpoints (run, page, body) VALUES (?, ?, ?) ON CONFLICT (run, page) DO UPDATE SET body = excluded.body",
    );
    this.#delete = database.prepare("DELETE FROM checkpoints WHERE run = ?");
  }

  /** The checkpoint of the run with a number; undefined for none. Throws for one that is not as it was written. */
  read(run: number): StoredCheckpoint | undefined {
    let head: CheckpointHead | undefined;
    let columns = noColumns;
    let read = 0;
    // One loop for the head too: what throws ends the statement with it, and an open one would keep this database at the
    // moment it was begun, where nothing can be written once another process has.
    for (const row of this.#select.iterate(run)) {
      const [page, body] = [Number(row["page"]), bytesOf(row["body"])];
      if (head === undefined) {
        if (page !== headPage) throw new RangeError("its head is missing");
        head = decodeHead(body);
        columns = emptyColumns(head);
        continue;
      }
      if (head.pages.get(page) !== crc32(body)) throw new RangeError(`its page ${page} is not as it was written`);
      const { decode, at } = placeOf(page);
      decode(columns, at, body);
      read++;
    }
    if (head === undefined) return undefined;
    if (read !== head.pages.size) throw new RangeError(`it has ${read} pages, and ${head.pages.size} were written`);
    return { head, parts: { facts: head.facts, columns } };
  }

  /** Writes a head and the pages that changed; within a transaction of the caller's. */
  write(run: number, head: CheckpointHead, changed: ReadonlyMap<number, Uint8Array>): void {
    for (const [page, body] of changed) this.#put.run(run, page, body);
    this.#put.run(run, headPage, encodeHead(head));
  }

  delete(run: number): void {
    this.#delete.run(run);
  }
}

/** How many pages of a state changed since it was kept. */
export const changedPages = ({ changedPages: { executions, experiments } }: RunState): number =>
  countOf(executions) + countOf(experiments);

/** The pages of a state that changed since it was kept, by their numbers. */
export const encodeChanged = (state: RunState): ReadonlyMap<number, Uint8Array> => {
  const { columns } = state.parts;
  const { executions, experiments } = state.changedPages;
  const pages = new Map<number, Uint8Array>();
  for (const [at, isChanged] of executions.entries())
    if (isChanged === 1) pages.set(1 + 2 * at, encodeExecutions(columns, at));
  for (const [at, isChanged] of experiments.entries())
    if (isChanged === 1) pages.set(2 + 2 * at, encodeExperiments(columns, at));
  return pages;
};

/** The head of a checkpoint of a state, whose last record has this hash. */
export const headOf = (state: RunState, hash: Uint8Array, pages: ReadonlyMap<number, number>): CheckpointHead => {
  const { executions, experiments } = state.plan.size;
  return { facts: state.parts.facts, hash, executions, experiments, pages };
};

/** The head is first; executions and experiments have every other row after it. */
const headPage = 0;

const placeOf = (page: number) => ({
  at: Math.ceil(page / 2) - 1,
  decode: page % 2 === 1 ? decodeExecutions : decodeExperiments,
});

const emptyColumns = ({
  executions,
  experiments,
}: Pick<CheckpointHead, "executions" | "experiments">): StateColumns => ({
  executions: new Uint8Array(executions),
  experiments: new Uint8Array(experiments),
  attempts: new Uint32Array(executions),
  firstSeq: new Uint32Array(executions),
  lastSeq: new Uint32Array(executions),
  schemaAfter: new Uint32Array(executions),
});

const noColumns = emptyColumns({ executions: 0, experiments: 0 });

const countOf = (flags: Uint8Array): number => {
  let count = 0;
  for (const flag of flags) count += flag;
  return count;
};

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());
