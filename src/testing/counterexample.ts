import * as fc from "fast-check";

import type { Trial } from "./trial/trial.ts";

/** What is known of a run that breaks a law. */
export interface CounterexampleParts {
  /** The law that is broken, as it is claimed. */
  readonly claim: string;
  /** What was found instead. */
  readonly found: string;
  /** What a law of the workflow was asked about, a line each: `before` and `after`, or what each module put out. */
  readonly values: readonly string[];
  readonly trial: Trial;
  /** Where fast-check found it; both undefined for a run that was given as `trial`. */
  readonly seed: number | undefined;
  readonly path: string | undefined;
  /** How many runs were carried out up to the first that broke the law, and how often that one was made smaller. */
  readonly runs: number;
  readonly shrinks: number;
  /** A test file for vitest or node:test that carries out this very run, as text. */
  readonly testFile: string;
  /** What happened in the run, a line for each record. */
  readonly trace: readonly string[];
  /** The lines of a journal file, without stacks: saved as one, `runstate show` opens it. */
  readonly journal: string;
  /** What the law threw, if it did. */
  readonly cause?: unknown;
}

/**
 * The smallest run found that breaks a law: what runs, what goes wrong in it, and in which order things happen.
 *
 * Its message holds what happened, and a test file that carries out this very run.
 *
 * @example
 * ```ts
 * let calls = 0;
 * const workflow = defineWorkflow("counted").module("Counter", { run: () => ++calls });
 * try {
 *   await checkWorkflow(workflow, { seed: 1 });
 * } catch (thrown) {
 *   const { claim, trial, journal } = thrown as Counterexample;
 *   claim; // => "results do not depend on order and concurrency"
 *   trial; // => { concurrency: 1, faults: [], interleaving: [], … }
 *   parseJournal(journal).records.at(-1)?.type; // => "run.completed"
 * }
 * ```
 */
export class Counterexample extends Error implements CounterexampleParts {
  declare readonly claim: CounterexampleParts["claim"];
  declare readonly found: CounterexampleParts["found"];
  declare readonly values: CounterexampleParts["values"];
  declare readonly trial: CounterexampleParts["trial"];
  declare readonly seed: CounterexampleParts["seed"];
  declare readonly path: CounterexampleParts["path"];
  declare readonly runs: CounterexampleParts["runs"];
  declare readonly shrinks: CounterexampleParts["shrinks"];
  declare readonly testFile: CounterexampleParts["testFile"];
  declare readonly trace: CounterexampleParts["trace"];
  declare readonly journal: CounterexampleParts["journal"];

  static {
    this.prototype.name = "Counterexample";
  }

  constructor(parts: CounterexampleParts) {
    const { claim, found, values, runs, shrinks, testFile, trace } = parts;
    const effort = `found in run ${runs}, made smaller ${shrinks} times`;
    const what = [found, ...values.map((value) => `  ${value}`)].join("\n");
    super(`${claim}: broken (${effort})\n${what}\n\n${trace.join("\n")}\n\n${testFile.trimEnd()}`);
    // Not enumerable: test frameworks would print them all, and after the message they say nothing new.
    for (const [name, value] of Object.entries(parts)) Object.defineProperty(this, name, { value });
  }
}

/** What a test file is written from. */
export interface TestFileParts extends Pick<CounterexampleParts, "claim" | "trial" | "seed" | "path"> {
  /** Where the workflow is imported from. */
  readonly from: string;
  /** Whether the law is one of the user's, to be imported too. */
  readonly isOwn: boolean;
}

/** A test that carries out one trial, as the text of a file. */
export const testFileOf = ({ claim, trial, seed, path, from, isOwn }: TestFileParts): string => {
  const origin = seed === undefined ? "" : ` Drawn with seed: ${seed}, path: ${JSON.stringify(path)}.`;
  return [
    `// ${claim}.${origin}`,
    `import { checkWorkflow } from "runstate/testing";`,
    `import { test } from "vitest"; // or "node:test"`,
    `import { ${isOwn ? "laws, " : ""}workflow } from ${JSON.stringify(from)};`,
    "",
    `test(${JSON.stringify(claim)}, async () => {`,
    "  await checkWorkflow(workflow, {",
    ...(isOwn ? ["    laws,"] : []),
    "    trial: {",
    ...linesOf("config", trial.config),
    `      concurrency: ${trial.concurrency},`,
    ...linesOf("faults", trial.faults),
    `      interleaving: ${fc.stringify(trial.interleaving)},`,
    ...(trial.retain ? [`      retain: "${trial.retain}",`] : []),
    ...(trial.keepRecords === undefined ? [] : [`      keepRecords: ${trial.keepRecords},`]),
    ...(trial.earlier ? linesOf("earlier", trial.earlier) : []),
    ...(trial.reuse === false ? ["      reuse: false,"] : []),
    "    },",
    "  });",
    "});",
    "",
  ].join("\n");
};

const linesOf = (name: string, items: readonly unknown[]): readonly string[] =>
  items.length === 0
    ? [`      ${name}: [],`]
    : [`      ${name}: [`, ...items.map((item) => `        ${fc.stringify(item)},`), "      ],"];
