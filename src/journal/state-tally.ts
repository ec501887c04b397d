import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";

/** How many things are in each state. */
export type StateCounts = Record<LifecycleState, number>;

/** The place of each state in columns of numbers. */
export const stateCode: Readonly<Record<LifecycleState, number>> = {
  NotStarted: 0,
  InProgress: 1,
  Completed: 2,
  Failed: 3,
};

/** Counts things per state, as numbers: counted by name, the two counts of a record took as long as the rest of folding it. */
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

  of(state: LifecycleState): number {
    return this.#counts[stateCode[state]] ?? 0;
  }

  move(from: LifecycleState, to: LifecycleState): void {
    this.#counts[stateCode[from]] = this.of(from) - 1;
    this.#counts[stateCode[to]] = this.of(to) + 1;
  }
}
