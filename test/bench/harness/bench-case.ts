import type { Meter } from "./meters.ts";

/** One thing that is measured: the work itself, or a floor it is held against. */
export interface Subject {
  readonly meter: Meter;
  /** What the measured amount is divided by. */
  readonly operations: number;
  readonly work: () => unknown;
}

/** What a case says of its subjects, measured in the same round of the same process. */
export interface Figure<Name extends string = string> {
  readonly label: string;
  readonly unit: "×" | "bytes" | "µs" | "ms";
  readonly of: (measured: Readonly<Record<Name, number>>) => number;
  /** Where it should be. Undefined for what is only told. */
  readonly goal?: number;
  /** What must not be exceeded: the goal, or while that is not met, what it is now. */
  readonly limit?: number;
}

/** One file of `test/bench/cases`: measured in a process of its own. */
export interface BenchCase<Name extends string = string> {
  readonly title: string;
  /** Done once, before the first round. */
  readonly prepare?: () => unknown;
  /** Rounds before those that count: until then much of the code runs unoptimised. Default 1. */
  readonly warmUps?: number;
  readonly subjects: Readonly<Record<Name, Subject>>;
  readonly figures: readonly Figure<Name>[];
}

/** Checks that the figures name only subjects there are. */
export const defineCase = <Name extends string>(benchCase: BenchCase<Name>): BenchCase => benchCase;
