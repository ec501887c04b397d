import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";
import { type StateCode, StateTally, type StateCounts } from "./state-tally.ts";

/** Things are kept in pages of so many: what moved since a page was kept last is near to each other, nearly always. */
export const keptPage = 4_096;

/** The states of many things, one byte each, with their counts kept exact. */
export class StateColumn {
  readonly codes: Uint8Array;
  /** Of each page of {@link keptPage} whether something in it moved since this was last cleared. */
  readonly moved: Uint8Array;
  readonly #tally: StateTally;

  /** With `codes`, in the states they say: else all NotStarted. */
  constructor(length: number, codes?: Uint8Array) {
    this.codes = codes ?? new Uint8Array(length);
    this.moved = new Uint8Array(Math.ceil(length / keptPage));
    this.#tally = codes === undefined ? new StateTally(length) : tallyOf(codes);
  }

  get counts(): StateCounts {
    return this.#tally.counts;
  }

  at(index: number): LifecycleState {
    return lifecycleStates[this.codeAt(index)];
  }

  codeAt(index: number): StateCode {
    return (this.codes[index] ?? 0) as StateCode;
  }

  move(index: number, to: StateCode): void {
    this.#tally.move(this.codeAt(index), to);
    this.codes[index] = to;
    this.moved[Math.floor(index / keptPage)] = 1;
  }

  /** Moves every index in `[from, end)`; O(end − from). */
  fill(from: number, end: number, to: StateCode): void {
    for (let index = from; index < end; index++) this.move(index, to);
  }
}

const tallyOf = (codes: Uint8Array): StateTally => {
  const counts = new Float64Array(4);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  const [NotStarted = 0, InProgress = 0, Completed = 0, Failed = 0] = counts;
  return StateTally.of({ NotStarted, InProgress, Completed, Failed });
};
