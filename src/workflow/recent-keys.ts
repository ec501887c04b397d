import { experimentKey, type ExperimentKey, stepLabel } from "./experiment-key.ts";
import type { ExecutionPlace, Plan } from "./plan-tree.ts";

/**
 * The labels of paths, for whoever asks for one after the other as a run records them: each is made from the one above.
 *
 * Of a plan of a thousand modules a label has ten thousand characters. Written out for each execution they take that
 * much; made from each other, what two paths have in common is there once, until somebody reads the text.
 */
export class RecentKeys {
  readonly #plan: Plan;
  /** By depth, the execution that was asked for last. */
  readonly #recent: { readonly execution: number; readonly key: ExperimentKey }[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The label of the path down to an execution. O(1) below one that was asked for last, else O(depth). */
  of(place: ExecutionPlace): ExperimentKey {
    const { index, depth, parent } = place;
    const recent = this.#recent[depth];
    if (recent?.execution === index) return recent.key;
    const own = stepLabel([place.moduleName, place.experimentName]);
    const key = parent === undefined ? own : `${this.#above(parent, depth - 1)}_${own}`;
    this.#recent[depth] = { execution: index, key };
    return key;
  }

  /** The label of the path down to an execution at this depth: what is not known of it is made from the first module on. */
  #above(execution: number, depth: number): ExperimentKey {
    const recent = this.#recent[depth];
    if (recent?.execution === execution) return recent.key;
    const key = experimentKey(this.#plan.execution(execution).path);
    this.#recent[depth] = { execution, key };
    return key;
  }
}
