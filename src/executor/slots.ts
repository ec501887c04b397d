import type { ModulePolicy } from "../workflow/module-policy.ts";
import { millionths, readAmounts } from "../workflow/resources.ts";

/** What an execution takes of one limit, in millionths. */
interface Claim {
  readonly limit: number;
  readonly amount: number;
}

/** A limit before it is numbered: how much there is, and what an execution of each module takes. */
interface Limit {
  readonly capacity: number;
  readonly takes: ReadonlyMap<number, number>;
}

/** So many executions at once of all modules at these places together. */
export interface SharedLimit {
  readonly capacity: number;
  readonly depths: readonly number[];
}

/**
 * What is free of the limits of a run: executions of one module at once, and amounts of named resources.
 *
 * Every execution of a module claims the same, so modules are named by their place in the sequence. A claim is taken
 * as a whole or not at all. Amounts are whole numbers, so that any order of taking and giving back ends where it began.
 */
export class Slots {
  readonly #claims: readonly (readonly Claim[])[];
  readonly #free: number[];

  private constructor(modules: number, limits: readonly Limit[]) {
    this.#free = limits.map(({ capacity }) => capacity);
    this.#claims = Array.from({ length: modules }, (_, depth) =>
      limits.flatMap(({ takes }, limit) => {
        const amount = takes.get(depth) ?? 0;
        return amount > 0 ? [{ limit, amount }] : [];
      }),
    );
  }

  /** The limits of a run that can ever bind with so many workers; undefined when there is none. */
  static of(
    modules: readonly ModulePolicy[],
    resources: ReadonlyMap<string, number>,
    workers: number,
    shared?: SharedLimit,
  ): Slots | undefined {
    const ofModules = modules.flatMap(({ concurrency: most }, depth): readonly Limit[] =>
      most === undefined ? [] : [{ capacity: millionths(most), takes: new Map([[depth, millionths(1)]]) }],
    );
    const ofResources = Array.from(resources, ([name, capacity]): Limit => {
      const takes = modules.map(({ resources: claimed = {} }, depth) => {
        return [depth, millionths(readAmounts(claimed).get(name) ?? 0)] as const;
      });
      return { capacity: millionths(capacity), takes: new Map(takes) };
    });
    const ofShared = (shared === undefined ? [] : [shared]).map(({ capacity, depths }): Limit => {
      return { capacity: millionths(capacity), takes: new Map(depths.map((depth) => [depth, millionths(1)])) };
    });
    const binding = [...ofModules, ...ofResources, ...ofShared].filter(
      ({ capacity, takes }) => Math.max(0, ...takes.values()) * workers > capacity,
    );
    return binding.length === 0 ? undefined : new Slots(modules.length, binding);
  }

  /** How many limits there are. */
  get limits(): number {
    return this.#free.length;
  }

  /** Whether an execution of the module at `depth` takes anything. */
  isLimited(depth: number): boolean {
    return this.#at(depth).length > 0;
  }

  /** Whether all that an execution at `depth` takes is free. */
  fits(depth: number): boolean {
    return this.#at(depth).every(({ limit, amount }) => amount <= (this.#free[limit] ?? 0));
  }

  take(depth: number): void {
    for (const { limit, amount } of this.#at(depth)) this.#free[limit] = (this.#free[limit] ?? 0) - amount;
  }

  giveBack(depth: number): void {
    for (const { limit, amount } of this.#at(depth)) this.#free[limit] = (this.#free[limit] ?? 0) + amount;
  }

  /** Adds the limits that an execution at `depth` takes from to those others wait for. */
  want(depth: number, wanted: Set<number>): void {
    for (const { limit } of this.#at(depth)) wanted.add(limit);
  }

  /** Whether an execution at `depth` takes from a limit that others wait for. */
  isWanted(depth: number, wanted: ReadonlySet<number>): boolean {
    return this.#at(depth).some(({ limit }) => wanted.has(limit));
  }

  #at(depth: number): readonly Claim[] {
    return this.#claims[depth] ?? [];
  }
}
