import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";

/** How many things are in each state. */
export type StateCounts = Record<LifecycleState, number>;

const code: Readonly<Record<LifecycleState, number>> = { NotStarted: 0, InProgress: 1, Completed: 2, Failed: 3 };

/** The states of many things, one byte each, with their counts kept exact. */
export class StateColumn {
  readonly #codes: Uint8Array;
  readonly counts: StateCounts;

  constructor(length: number) {
    this.#codes = new Uint8Array(length);
    this.counts = { NotStarted: length, InProgress: 0, Completed: 0, Failed: 0 };
  }

  at(index: number): LifecycleState {
    return lifecycleStates[this.#codes[index] ?? 0] ?? "NotStarted";
  }

  move(index: number, to: LifecycleState): void {
    this.counts[this.at(index)]--;
    this.counts[to]++;
    this.#codes[index] = code[to];
  }

  /** Moves every index in `[from, end)`; O(end − from). */
  fill(from: number, end: number, to: LifecycleState): void {
    for (let index = from; index < end; index++) this.move(index, to);
  }
}
