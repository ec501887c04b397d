import * as fc from "fast-check";

import { JournalError } from "../../../src/index.ts";
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
  let drawn = 0;
  const property = fc.asyncProperty(values, async (value) => {
    drawn++;
    const found = await broken(value);
    if (found !== undefined) throw new Error(found);
  });
  const checked = await fc.check(property, { seed, numRuns: runs }).catch((thrown: unknown) => {
    // Histories are drawn by the rules of journals, record by record: the library refused one while it was drawn.
    if (thrown instanceof JournalError) return thrown;
    throw thrown;
  });
  if (checked instanceof JournalError)
    return { law, found: checked.message, runs: drawn + 1, size: "not made smaller" };
  const details = checked;
  if (!details.failed) return undefined;
  const { errorInstance: thrown, counterexample, numRuns } = details;
  const size = counterexample === null ? "none" : sizeOf(counterexample[0]);
  return { law, found: thrown instanceof Error ? thrown.message : String(thrown), runs: numRuns, size };
};

/** `1 record`, `2 records`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
