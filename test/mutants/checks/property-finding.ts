import * as fc from "fast-check";

import type { Finding } from "./check.ts";

/** A law of random values, and how large one of them is, in words. */
export interface ValueLaw<Value> {
  readonly law: string;
  readonly values: fc.Arbitrary<Value>;
  /** What breaks it, or throws; undefined when it holds. */
  readonly broken: (value: Value) => string | undefined | Promise<string | undefined>;
  readonly sizeOf: (value: Value) => string;
  readonly runs: number;
}

/** What a law of random values is broken by, made as small as can be. */
export const findingOf = async <Value>(
  { law, values, broken, sizeOf, runs }: ValueLaw<Value>,
  seed: number,
): Promise<Finding | undefined> => {
  const property = fc.asyncProperty(values, async (value) => {
    const found = await broken(value);
    if (found !== undefined) throw new Error(found);
  });
  const details = await fc.check(property, { seed, numRuns: runs });
  if (!details.failed) return undefined;
  const { errorInstance: thrown, counterexample, numRuns } = details;
  const size = counterexample === null ? "none" : sizeOf(counterexample[0]);
  return { law, found: thrown instanceof Error ? thrown.message : String(thrown), runs: numRuns, size };
};

/** `1 record`, `2 records`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
