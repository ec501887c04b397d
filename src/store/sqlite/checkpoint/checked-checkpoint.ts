import type { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";

import type { RunState } from "../../../journal/run-state.ts";
import type { StoreProblem } from "../check-records.ts";
import { CheckpointTable, type StoredCheckpoint } from "./checkpoint-table.ts";

/** The checkpoint of a run, held against what the records add up to where it was kept. */
export class CheckedCheckpoint {
  readonly #stored: StoredCheckpoint | undefined;
  #problem: StoreProblem | undefined;
  #isFound = false;

  constructor(database: DatabaseSync, run: number) {
    try {
      this.#stored = new CheckpointTable(database).read(run);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.#problem = { seq: null, reason: `the checkpoint of the run cannot be used: ${reason}` };
    }
  }

  /** Looks whether this is what the checkpoint says, when it was kept here; after each batch, in their order. */
  check(state: RunState, head: Uint8Array): void {
    const { head: kept, parts } = this.#stored ?? {};
    if (kept?.facts.seq !== state.seq) return;
    this.#isFound = true;
    if (Buffer.compare(kept.hash, head) !== 0 || !isDeepStrictEqual(stored(parts), stored(state.parts)))
      this.#problem = { seq: state.seq, reason: "the checkpoint that was kept here is not what the records add up to" };
  }

  /** What is wrong with it, once all records were seen; undefined for one that is right, and for none. */
  get problem(): StoreProblem | undefined {
    if (this.#stored === undefined || this.#isFound) return this.#problem;
    return { seq: null, reason: "the checkpoint of the run was kept where none of its transactions ended" };
  }
}

/** Facts that are undefined are left out where they are written. */
const stored = (parts: RunState["parts"] | undefined): unknown =>
  parts && { ...parts, facts: JSON.parse(JSON.stringify(parts.facts)) };
