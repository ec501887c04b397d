/** A system that can be taken through its states one step at a time. */
export interface Walk<Step> {
  /** What can happen next; none when it is over. */
  steps(): readonly Step[];
  take(step: Step): void;
  /** Further ways the last step could have gone, known only now that it was taken. */
  variants(): readonly Step[];
  /** The same for two walks exactly when they can go on in the same ways. */
  readonly key: string;
  /** What is wrong in the state it is in; undefined when nothing is. */
  broken(): string | undefined;
  /** Called once with each walk, after its last step. */
  dispose(): void;
}

/** What an exhaustive walk found. */
export interface Explored<Step> {
  readonly states: number;
  readonly transitions: number;
  /** States in which nothing more can happen. */
  readonly ends: number;
  /** Whether every reachable state was visited. */
  readonly complete: boolean;
  /** One of the shortest ways to a state in which something is wrong. */
  readonly counterexample?: { readonly steps: readonly Step[]; readonly broken: string };
}

/** A reached state, as the last step of the way to it. */
interface Reached<Step> {
  readonly before: Reached<Step> | undefined;
  readonly step: Step | undefined;
}

/**
 * Visits every state that can be reached, nearest first, so that the first thing found to be wrong is reached in the
 * fewest steps; gives up after `maxStates`.
 */
export const explore = <Step>(begin: () => Walk<Step>, maxStates: number): Explored<Step> =>
  new Explorer(begin, maxStates).explored();

/** A walk cannot be copied, so each transition is taken at the end of a walk that begins anew. */
class Explorer<Step> {
  readonly #begin: () => Walk<Step>;
  readonly #maxStates: number;
  /** By key, what can happen next: what was left out of a key shows as two states that go on differently. */
  readonly #seen = new Map<string, string>();
  #transitions = 0;
  #ends = 0;
  #counterexample: Explored<Step>["counterexample"];

  constructor(begin: () => Walk<Step>, maxStates: number) {
    this.#begin = begin;
    this.#maxStates = maxStates;
  }

  explored(): Explored<Step> {
    let level = this.#look(this.#begin(), { before: undefined, step: undefined });
    while (level.length > 0 && !this.#isOver) level = level.flatMap((reached) => this.#expand(reached));
    return {
      states: this.#seen.size,
      transitions: this.#transitions,
      ends: this.#ends,
      complete: level.length === 0 && !this.#isOver,
      ...(this.#counterexample && { counterexample: this.#counterexample }),
    };
  }

  get #isOver(): boolean {
    return this.#counterexample !== undefined || this.#seen.size >= this.#maxStates;
  }

  /** Takes every step there is from a state; gives the states this leads to that are new and go on. */
  #expand(reached: Reached<Step>): readonly Reached<Step>[] {
    const found: Reached<Step>[] = [];
    let walk: Walk<Step> | undefined = this.#walkTo(reached);
    // It grows while it is worked off: variants are known once a step was taken.
    const open = [...walk.steps()];
    for (let step = open.shift(); step !== undefined && !this.#isOver; step = open.shift()) {
      walk ??= this.#walkTo(reached);
      walk.take(step);
      this.#transitions++;
      open.push(...walk.variants());
      found.push(...this.#look(walk, { before: reached, step }));
      walk = undefined;
    }
    walk?.dispose();
    return found;
  }

  #walkTo(reached: Reached<Step>): Walk<Step> {
    const walk = this.#begin();
    for (const step of stepsTo(reached)) walk.take(step);
    return walk;
  }

  /** Looks at the state a walk is in, and lets go of the walk; gives the state when it is new and goes on. */
  #look(walk: Walk<Step>, reached: Reached<Step>): readonly Reached<Step>[] {
    const broken = walk.broken();
    if (broken !== undefined) this.#counterexample ??= { steps: stepsTo(reached), broken };
    const { key } = walk;
    const steps = walk.steps();
    walk.dispose();
    const next = JSON.stringify(steps);
    const before = this.#seen.get(key);
    if (before !== undefined && before !== next)
      throw new Error(`two states have the key ${key}, and go on by ${before} and by ${next}`);
    if (before !== undefined) return [];
    this.#seen.set(key, next);
    if (steps.length === 0) this.#ends++;
    return steps.length > 0 ? [reached] : [];
  }
}

const stepsTo = <Step>(reached: Reached<Step>): readonly Step[] => {
  const steps: Step[] = [];
  for (let at: Reached<Step> | undefined = reached; at?.step !== undefined; at = at.before) steps.push(at.step);
  return steps.toReversed();
};
