import { crc32 } from "node:zlib";

import type { RunState } from "../../../journal/run-state.ts";
import type { RunHead } from "../record-table.ts";
import type { CheckpointHead } from "./checkpoint-head.ts";
import { changedPages, type CheckpointTable, encodeChanged, headOf } from "./checkpoint-table.ts";

/**
 * After so many records the state is kept again: so many are read and folded at most to go on with a run, in 60 ms. What
 * that costs a run is below 2 % of its time.
 */
export const defaultCheckpointRecords = 10_000;

/**
 * The part of those records that has to have come for each page that changed. A page is encoded and written in the time in
 * which some 20 records are kept: where a run changes pages all over its plan, it is kept less often.
 */
const partPerPage = 1 / 20;

/** Keeps the state of one owned run now and then, in the transaction of the batch that comes next. */
export class CheckpointWriter {
  readonly #table: CheckpointTable;
  readonly #every: number;
  #state: RunState | undefined;
  #seq: number;
  /** The checksums of the pages that are in the file; undefined when what is there is of no use. */
  #pages: ReadonlyMap<number, number> | undefined;

  /** `from`: the checkpoint the run goes on from, if it does. */
  constructor(table: CheckpointTable, every: number, from: CheckpointHead | undefined) {
    this.#table = table;
    this.#every = every;
    this.#seq = from?.facts.seq ?? 0;
    this.#pages = from?.pages;
  }

  follow(state: RunState): void {
    this.#state = state;
  }

  /**
   * Writes the state at `head` when it is time to, in a transaction of the caller's; what it gives is called once that
   * is committed.
   */
  write(head: RunHead): (() => void) | undefined {
    const state = this.#state;
    // A state that is not that of the last batch is of somebody who does not fold what is appended.
    const since = head.count - this.#seq;
    if (state === undefined || since < this.#every || state.seq !== head.count) return undefined;
    if (since < this.#every * partPerPage * changedPages(state)) return undefined;
    const changed = encodeChanged(state);
    const pages = new Map(this.#pages);
    for (const [page, body] of changed) pages.set(page, crc32(body));
    if (this.#pages === undefined) this.#table.delete(head.number);
    this.#table.write(head.number, headOf(state, head.head, pages), changed);
    return () => {
      this.#seq = head.count;
      this.#pages = pages;
      state.changedPages.executions.fill(0);
      state.changedPages.experiments.fill(0);
    };
  }

  /**
   * Deletes what was kept of a run that is over, also by an earlier process and of no use to this one: nobody goes on with
   * it. In a transaction of the caller's.
   */
  end(head: RunHead): void {
    this.#table.delete(head.number);
  }
}
