/** A law, and how often it was asked. */
export interface AskedLaw {
  readonly claim: string;
  /** Of a law of every run, the runs; of your own, the executions or experiments it was asked about. */
  readonly asked: number;
}

/** A law that no run asked, and why. */
export interface UnaskedLaw {
  readonly claim: string;
  readonly why: string;
}

/**
 * Laws that nothing was asked of in any run: whether they hold is not known.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("clean")
 *   .module("Loader", { run: () => [{ id: 1 }] })
 *   .module("Cleaner", { run: ({ input }) => input.data });
 * const laws = [preserves<readonly ModuleType[]>("Cleaner", "ids")];
 * const thrown: unknown = await checkWorkflow(workflow, { laws, runs: 20 }).catch((error: unknown) => error);
 * (thrown as NeverAsked).laws.map(({ claim }) => claim); // => ["Cleaner preserves ids"]
 * ```
 */
export class NeverAsked extends Error {
  declare readonly laws: readonly UnaskedLaw[];

  static {
    this.prototype.name = "NeverAsked";
  }

  constructor(laws: readonly UnaskedLaw[], runs: number) {
    const each = laws.map(({ claim, why }) => `  ${claim}: ${why}`);
    super(
      `checkWorkflow: ${runs} ${runs === 1 ? "run" : "runs"} did not ask ${laws.length === 1 ? "a law" : `${laws.length} laws`}, ` +
        `and nothing is known of what was never asked:\n${each.join("\n")}\n` +
        "Draw what it is about (config, faults, more runs), or leave it out.",
    );
    // Not enumerable: test frameworks would print them after the message that says the same.
    Object.defineProperty(this, "laws", { value: laws });
  }
}
