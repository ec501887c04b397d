import type { RunState } from "../journal/run-state.ts";
import type { Plan } from "../workflow/plan.ts";

/** Siblings whose parent completed and which nobody has taken yet. */
interface Siblings {
  next: number;
  readonly end: number;
  readonly stride: number;
}

/**
 * The executions that may start an experiment now: roots, and further children of completed executions.
 *
 * Last in, first out: with one worker that is pre-order, and with many it keeps the frontier at most as deep as the
 * sequence is long, however wide the plan. A group of siblings is three numbers.
 */
export class Frontier {
  readonly #plan: Plan;
  readonly #stack: Siblings[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The frontier of a run that has not started: its roots. */
  static atStart(plan: Plan): Frontier {
    const frontier = new Frontier(plan);
    frontier.#push(0, 0, frontier.#width(0));
    return frontier;
  }

  /**
   * The frontier a run was left at: every execution that has not ended, below one that completed. O(ready + completed
   * executions).
   */
  static of(state: RunState): Frontier {
    const { plan } = state;
    const frontier = new Frontier(plan);
    const visit = (first: number, depth: number): void => {
      const stride = plan.subtreeSize(depth);
      // Last first: the stack gives them back in pre-order.
      for (let n = frontier.#width(depth) - 1; n >= 0; n--) {
        const execution = first + n * stride;
        const now = state.executionState(execution);
        if (now === "NotStarted" || now === "InProgress")
          frontier.#stack.push({ next: execution, end: execution + stride, stride });
        else if (now === "Completed" && depth + 1 < plan.modules.length) visit(execution + 1, depth + 1);
      }
    };
    visit(0, 0);
    return frontier;
  }

  /** Takes the next execution, or undefined when none is ready now. */
  take(): number | undefined {
    const top = this.#stack.at(-1);
    if (top === undefined) return undefined;
    const taken = top.next;
    top.next += top.stride;
    if (top.next >= top.end) this.#stack.pop();
    return taken;
  }

  /**
   * Says that `execution` completed. Its first child continues the experiment and is returned; the others become ready.
   * Undefined when it was the last module.
   */
  complete(execution: number, depth: number): number | undefined {
    if (depth + 1 >= this.#plan.modules.length) return undefined;
    const first = execution + 1;
    this.#push(first + this.#plan.subtreeSize(depth + 1), depth + 1, this.#width(depth + 1) - 1);
    return first;
  }

  #width(depth: number): number {
    return this.#plan.modules[depth]?.experiments.length ?? 0;
  }

  #push(first: number, depth: number, count: number): void {
    if (count <= 0) return;
    const stride = this.#plan.subtreeSize(depth);
    this.#stack.push({ next: first, end: first + count * stride, stride });
  }
}
