/** What a check of the whole library found to be broken. */
export interface Finding {
  /** The law, as it is claimed. */
  readonly law: string;
  /** What was found instead. */
  readonly found: string;
  /** How many runs were carried out up to the first that broke it; of an exploration, how many states were visited. */
  readonly runs: number;
  /** How large the smallest case is that breaks it, in words. */
  readonly size: string;
}

/** One part of the kit, turned on the library itself. */
export interface Check {
  readonly name: string;
  /** The same seed does the same; undefined when nothing was found. */
  readonly find: (seed: number) => Promise<Finding | undefined>;
}
