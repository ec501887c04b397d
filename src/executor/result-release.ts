import { Effect } from "effect";

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

  constructor(plan: Plan, retain: "all" | "leaves", results: ResultStoreService) {
    this.#plan = plan;
    this.#retain = retain;
    this.#results = results;
  }

  /** Says that every experiment at or below `execution` is over. */
  experimentEnded(execution: number, depth: number): Effect.Effect<void> {
    if (this.#retain === "all") return Effect.void;
    const ended = this.#plan.experimentsBelow(depth);
    const done: number[] = depth < this.#plan.modules.length - 1 ? [execution] : [];
    let above = this.#plan.execution(execution).parent;
    for (let level = depth - 1; above !== undefined; level--) {
      const left = (this.#left.get(above) ?? this.#plan.experimentsBelow(level)) - ended;
      if (left > 0) this.#left.set(above, left);
      else {
        this.#left.delete(above);
        done.push(above);
      }
      above = this.#plan.execution(above).parent;
    }
    return Effect.forEach(done, (released) => this.#results.release(released), { discard: true });
  }
}
