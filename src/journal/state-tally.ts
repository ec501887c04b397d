import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";

/** How many things are in each state. */
export type StateCounts = Record<LifecycleState, number>;

/** The place of each state in columns of numbers. */
export const stateCode = {
  NotStarted: 0,
  InProgress: 1,
  Completed: 2,
  Failed: 3,
} as const satisfies Readonly<Record<LifecycleState, number>>;

/** A state as columns hold it. */
export type StateCode = (typeof stateCode)[LifecycleState];

/** Counts things per state, by the number of the state: looked up by name, a count costs more than all else of a move. */
export class StateTally {
  readonly #counts = new Float64Array(4);

  /** All of them NotStarted. */
  constructor(size: number) {
    this.#counts[stateCode.NotStarted] = size;
  }

  static of(counts: StateCounts): StateTally {
    const tally = new StateTally(0);
    for (const state of lifecycleStates) tally.#counts[stateCode[state]] = counts[state];
    return tally;
  }

  get counts(): StateCounts {
    const [NotStarted = 0, InProgress = 0, Completed = 0, Failed = 0] = this.#counts;
    return { NotStarted, InProgress, Completed, Failed };
  }

  of(state: StateCode): number {
    return this.#counts[state] ?? 0;
  }

  move(from: StateCode, to: StateCode): void {
    this.#counts[from] = this.of(from) - 1;
    this.#counts[to] = this.of(to) + 1;
  }
}
