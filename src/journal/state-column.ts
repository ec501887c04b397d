import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";
import { type StateCode, StateTally, type StateCounts } from "./state-tally.ts";

/** The states of many things, one byte each, with their counts kept exact. */
export class StateColumn {
  readonly #codes: Uint8Array;
  readonly #tally: StateTally;

  constructor(length: number) {
    this.#codes = new Uint8Array(length);
    this.#tally = new StateTally(length);
  }

  get counts(): StateCounts {
    return this.#tally.counts;
  }

  at(index: number): LifecycleState {
    return lifecycleStates[this.codeAt(index)];
  }

  codeAt(index: number): StateCode {
    return (this.#codes[index] ?? 0) as StateCode;
  }

  move(index: number, to: StateCode): void {
    this.#tally.move(this.codeAt(index), to);
    this.#codes[index] = to;
  }

  /** Moves every index in `[from, end)`; O(end − from). */
  fill(from: number, end: number, to: StateCode): void {
    for (let index = from; index < end; index++) this.move(index, to);
  }
}
