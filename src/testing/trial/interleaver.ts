import * as Effect from "effect/Effect";

/**
 * Decides in which order what modules return comes to its end, by a list of numbers: the n-th picks one of those that
 * wait then. Where the list is over, and with 0, whoever waits longest is next.
 *
 * A list is what fast-check can shrink and a test file can hold; its own scheduler shrinks no order.
 */
export class Interleaver {
  readonly #order: readonly number[];
  #waiting: (() => void)[] = [];
  #picked = 0;
  #unsettled = 0;
  #effects = 0;
  #hanging = 0;

  constructor(order: readonly number[]) {
    this.#order = order;
  }

  /** Without an order nothing is held back: what modules return is handed on as it is. */
  get holdsBack(): boolean {
    return this.#order.length > 0;
  }

  /** How many Promises of modules have not settled, those of faults that never do aside. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Whether a module is at work that may never come to its end: only then may a run stand still. */
  get isHeldUp(): boolean {
    return this.#hanging > 0 || this.#unsettled > 0 || this.#effects > 0;
  }

  /** A Promise that never settles. */
  never(): Promise<never> {
    this.#hanging++;
    return new Promise(() => undefined);
  }

  /** Resolves when it is picked. */
  turn(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  /** Follows a Promise that may need real time until it has settled. */
  follow(promise: PromiseLike<unknown>): void {
    this.#unsettled++;
    const settled = (): void => void this.#unsettled--;
    // Resolving with it tames a thenable that throws or settles twice.
    void new Promise((resolve) => resolve(promise)).then(settled, settled);
  }

  /** The same Effect, known to be at work until it exits. */
  followEffect<Value, Failure>(effect: Effect.Effect<Value, Failure>): Effect.Effect<Value, Failure> {
    return Effect.suspend(() => {
      this.#effects++;
      return Effect.onExit(effect, () => Effect.sync(() => void this.#effects--));
    });
  }

  /** Lets one of those that wait go on; false when there is none. */
  pick(): boolean {
    if (this.#waiting.length === 0) return false;
    const [next] = this.#waiting.splice((this.#order[this.#picked++] ?? 0) % this.#waiting.length, 1);
    next?.();
    return true;
  }
}
