import type { RunState } from "../journal/run-state.ts";
import type { Plan } from "../workflow/plan.ts";

/** Siblings whose parent completed and which nobody has taken yet. */
interface Siblings {
  next: number;
  readonly end: number;
  readonly stride: number;
  readonly depth: number;
  readonly readyMs: number | undefined;
}

/** An execution taken from the frontier. */
export interface Branch {
  readonly execution: number;
  readonly depth: number;
  /** When it became ready, on a monotonic clock; undefined where that is not measured, and for the first of all. */
  readonly readyMs: number | undefined;
}

/** What becomes of a branch that is looked at. */
export type Choice = "take" | "leave" | "drop";

/**
 * The executions that may start an experiment now: roots, and further children of completed executions.
 *
 * Last in, first out: with one worker that is pre-order, and with many it keeps the frontier at most as deep as the
 * sequence is long, however wide the plan. A group of siblings is five numbers; they became ready at the same moment.
 */
export class Frontier {
  readonly #plan: Plan;
  readonly #stack: Siblings[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The frontier of a run that has not started: its roots. */
  static atStart(plan: Plan, readyMs: number | undefined): Frontier {
    const frontier = new Frontier(plan);
    const others = frontier.#width(0) - 1;
    if (others > 0) frontier.#push(plan.subtreeSize(0), 0, others, readyMs);
    frontier.#push(0, 0, 1, undefined);
    return frontier;
  }

  /**
   * The frontier a run was left at: every execution that has not ended, below one that completed. O(ready + completed
   * executions).
   */
  static of(state: RunState, readyMs: number | undefined): Frontier {
    const { plan } = state;
    const frontier = new Frontier(plan);
    const visit = (first: number, depth: number): void => {
      const stride = plan.subtreeSize(depth);
      // Last first: the stack gives them back in pre-order.
      for (let n = frontier.#width(depth) - 1; n >= 0; n--) {
        const execution = first + n * stride;
        const now = state.executionState(execution);
        if (now === "NotStarted" || now === "InProgress") frontier.#push(execution, depth, 1, readyMs);
        else if (now === "Completed" && depth + 1 < plan.modules.length) visit(execution + 1, depth + 1);
      }
    };
    visit(0, 0);
    return frontier;
  }

  /**
   * Takes the next execution; undefined when none is ready now. With `choose`, the first that it takes: each group of
   * siblings has its first looked at, and those dropped are gone. O(1), with `choose` O(groups + dropped).
   */
  take(choose: (execution: number, depth: number) => Choice = takeAny): Branch | undefined {
    for (let place = this.#stack.length - 1; place >= 0; place--) {
      const siblings = this.#stack[place];
      if (siblings === undefined) continue;
      const { depth, readyMs } = siblings;
      let choice: Choice = "leave";
      let looked = siblings.next;
      while (siblings.next < siblings.end) {
        looked = siblings.next;
        choice = choose(looked, depth);
        if (choice === "leave") break;
        siblings.next += siblings.stride;
        if (choice === "take") break;
      }
      if (siblings.next >= siblings.end) this.#remove(place);
      if (choice === "take") return { execution: looked, depth, readyMs };
    }
    return undefined;
  }

  /**
   * Says that `execution` completed: its first child continues the experiment, and the others become ready at `now`.
   * Gives whether there are any.
   */
  complete(execution: number, depth: number, now: () => number | undefined): boolean {
    if (depth + 1 >= this.#plan.modules.length) return false;
    const others = this.#width(depth + 1) - 1;
    if (others === 0) return false;
    this.#push(execution + 1 + this.#plan.subtreeSize(depth + 1), depth + 1, others, now());
    return true;
  }

  #remove(place: number): void {
    if (place === this.#stack.length - 1) this.#stack.pop();
    else this.#stack.splice(place, 1);
  }

  #width(depth: number): number {
    return this.#plan.modules[depth]?.experiments.length ?? 0;
  }

  #push(first: number, depth: number, count: number, readyMs: number | undefined): void {
    const stride = this.#plan.subtreeSize(depth);
    this.#stack.push({ next: first, end: first + count * stride, stride, depth, readyMs });
  }
}

const takeAny = (): Choice => "take";
