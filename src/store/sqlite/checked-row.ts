import type { RunState } from "../../journal/run-state.ts";
import type { CheckedRecords, StoreProblem } from "./check-records.ts";
import { isWholeRow } from "./row-check.ts";
import type { Row } from "./run-row.ts";

/** The row of a run, held against what the records add up to where it was written. */
export class CheckedRow {
  /** How many records it stands for. A run that goes on may have more; one that is over has not. */
  readonly counted: number;
  readonly #row: Row | undefined;
  #problem: StoreProblem | undefined;
  #isFound = false;

  constructor(row: Row | undefined) {
    this.#row = row;
    this.counted = Number(row?.["records"] ?? 0);
  }

  /** Looks whether this is what the row says, when it was written here; after each batch, in their order. */
  check(state: RunState, head: Uint8Array, updatedAt: number): void {
    if (this.#row === undefined || state.seq !== this.counted) return;
    this.#isFound = true;
    this.#problem = wrongFact(this.#row, state, head, updatedAt);
  }

  /** What is wrong with it, once all records were seen. */
  problem({ count, state }: CheckedRecords): StoreProblem | undefined {
    const { counted } = this;
    if (this.#row === undefined) return { seq: null, reason: "the run is missing from the table of runs" };
    if (counted > count) return { seq: count + 1, reason: `it is missing: the run's row counts ${counted} records` };
    if (counted < count && (state.state === "Completed" || state.state === "Failed" || !this.#isFound))
      return { seq: counted + 1, reason: `it is one too many: the run's row counts ${counted} records` };
    return this.#problem;
  }
}

const wrongFact = (row: Row, state: RunState, head: Uint8Array, updatedAt: number): StoreProblem | undefined => {
  if (!(row["head"] instanceof Uint8Array) || Buffer.compare(row["head"], head) !== 0)
    return { seq: state.seq, reason: "the run's row has another hash for it" };
  const facts = [
    ["state", state.state],
    ["workflow", state.started?.workflow],
    ["started_at", state.started?.at],
    ["updated_at", updatedAt],
    ["executions", state.plan.size.executions],
    ["started", state.plan.size.executions - state.executions.NotStarted],
    ["completed", state.executions.Completed],
    ["failed", state.executions.Failed],
  ] as const;
  const wrong = facts.find(([name, value]) => row[name] !== value);
  if (wrong === undefined)
    return isWholeRow(row) ? undefined : { seq: null, reason: "the run's row has another checksum" };
  const [name, value] = wrong;
  return { seq: null, reason: `the run's row says ${name} = ${String(row[name])}, and its records say ${value}` };
};
