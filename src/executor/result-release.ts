import * as Effect from "effect/Effect";

import type { RunState } from "../journal/run-state.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import type { Plan } from "../workflow/plan.ts";

/**
 * Releases the results of inner modules once no experiment through them is left to run.
 *
 * Holds one counter per live execution above the last module: at most sequence length × concurrency of them.
 */
export class ResultRelease {
  readonly #plan: Plan;
  readonly #results: ResultStoreService;
  readonly #retain: "all" | "leaves";
  readonly #left = new Map<number, number>();

  /** With the state a run was left at, counting goes on from there. O(completed executions). */
  constructor(state: RunState, retain: "all" | "leaves", results: ResultStoreService) {
    this.#plan = state.plan;
    this.#retain = retain;
    this.#results = results;
    if (retain === "leaves") this.#countLeft(state, 0, 0);
  }

  /** The experiments that are not over below siblings of which `first` is the first, noted for each that has some. */
  #countLeft(state: RunState, first: number, depth: number): number {
    const plan = this.#plan;
    const below = plan.experimentsBelow(depth);
    let sum = 0;
    for (let n = 0; n < (plan.modules[depth]?.experiments.length ?? 0); n++) {
      const execution = first + n * plan.subtreeSize(depth);
      const now = state.executionState(execution);
      if (now === "Failed") continue;
      if (now !== "Completed") sum += below;
      else if (depth + 1 < plan.modules.length) {
        const left = this.#countLeft(state, execution + 1, depth + 1);
        if (left > 0 && left < below) this.#left.set(execution, left);
        sum += left;
      }
    }
    return sum;
  }

  /** Says that every experiment at or below `execution` is over; undefined where that releases nothing. */
  experimentEnded(execution: number, depth: number): Effect.Effect<void> | undefined {
    if (this.#retain === "all") return undefined;
    const ended = this.#plan.experimentsBelow(depth);
    const done: number[] = depth < this.#plan.modules.length - 1 ? [execution] : [];
    let above = this.#plan.place(execution).parent;
    for (let level = depth - 1; above !== undefined; level--) {
      const left = (this.#left.get(above) ?? this.#plan.experimentsBelow(level)) - ended;
      if (left > 0) this.#left.set(above, left);
      else {
        this.#left.delete(above);
        done.push(above);
      }
      above = this.#plan.place(above).parent;
    }
    return Effect.forEach(done, (released) => this.#results.release(released), { discard: true });
  }
}
