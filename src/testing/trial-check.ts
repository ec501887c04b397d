import * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import * as fc from "fast-check";

import { ConfigError } from "../error.ts";
import { encodeRecord } from "../journal/codec.ts";
import type { EncodedError } from "../journal/encoded-error.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { ConfigEntries, ConfigInput } from "../workflow/config.ts";
import type { WorkflowDefinition } from "../workflow/define-workflow.ts";
import type { ResourceAmounts } from "../workflow/resources.ts";
import { workflowConfig } from "./arbitraries/workflow-config.ts";
import { Counterexample, type CounterexampleParts, testFileOf } from "./counterexample.ts";
import { type FaultKind, faultKinds, isModuleFault } from "./faults/fault.ts";
import { type BrokenLaw, checkLaws } from "./laws/check-laws.ts";
import { checkModulesOf } from "./laws/check-modules-of.ts";
import type { Law } from "./laws/law.ts";
import { LawTally } from "./laws/law-tally.ts";
import type { AskedLaw, UnaskedLaw } from "./laws/never-asked.ts";
import type { RunLaw } from "./laws/run-law.ts";
import { runLaws } from "./laws/run-laws.ts";
import { valueText } from "./laws/value-text.ts";
import { traceOf } from "./trace-of.ts";
import { anyTrial } from "./trial/any-trial.ts";
import { partialConfig } from "./trial/partial-config.ts";
import { runTrial, type TriedWorkflow } from "./trial/run-trial.ts";
import type { TrialRun } from "./trial/trial-run.ts";
import type { Trial } from "./trial/trial.ts";

/** What trials of a workflow are drawn from, and held to; its types are known to the caller alone. */
export interface TrialCheckOptions {
  readonly config?: ConfigInput | fc.Arbitrary<ConfigEntries>;
  readonly faults?: readonly FaultKind[];
  readonly laws?: readonly Law[];
  readonly without?: readonly string[];
  readonly concurrency?: number;
  readonly maxExecutions?: number;
  readonly resources?: ResourceAmounts;
  readonly onFailure?: "continue" | "stop";
  readonly layer?: Layer.Layer<never> | undefined;
  readonly from?: string;
}

/** A run that breaks a law. */
export class BrokenRun extends Error {
  readonly law: BrokenLaw;
  readonly isOwn: boolean;
  readonly run: TrialRun;

  constructor(law: BrokenLaw, isOwn: boolean, run: TrialRun) {
    super(`${law.claim}: ${law.found}`);
    this.law = law;
    this.isOwn = isOwn;
    this.run = run;
  }
}

/** How a counterexample was come by. */
export type Search = Pick<CounterexampleParts, "seed" | "path" | "runs" | "shrinks">;

/** Draws trials of one workflow, carries them out, and holds what came of them to the laws. */
export class TrialCheck {
  /** Modules called so far. */
  calls = 0;
  readonly #make: () => WorkflowDefinition;
  readonly #options: TrialCheckOptions;
  readonly #runLaws: readonly RunLaw[];
  readonly #tally: LawTally;
  #runs = 0;

  constructor(make: () => WorkflowDefinition, options: TrialCheckOptions) {
    this.#make = make;
    this.#options = options;
    this.#runLaws = withoutThese(options.without ?? []);
    const { laws = [] } = options;
    checkModulesOf(laws, make());
    this.#tally = new LawTally(laws);
  }

  /** All laws a run is held to, and how often they were asked so far. */
  get asked(): readonly AskedLaw[] {
    return [...this.#runLaws.map(({ claim }) => ({ claim, asked: this.#runs })), ...this.#tally.asked];
  }

  /** Laws of the workflow that no run so far asked. */
  get unasked(): readonly UnaskedLaw[] {
    return this.#tally.unasked;
  }

  get trials(): fc.Arbitrary<Trial> {
    const { config, faults = faultKinds, concurrency = 4, maxExecutions = 60 } = this.#options;
    const reuse = this.#make().modules.some((module) => module.reuse !== undefined && module.reuse !== false);
    const configs =
      config === undefined
        ? workflowConfig(this.#make(), { maxExecutions })
        : isArbitrary(config)
          ? config
          : partialConfig(config);
    return anyTrial({ config: configs, faults: { kinds: faults }, concurrency, maxExecutions, reuse });
  }

  /** The first law a trial breaks; undefined when all hold. Throws what a run of this config refuses. */
  async broken(trial: Trial): Promise<BrokenRun | undefined> {
    const run = await this.#carryOut(trial);
    const plain = await this.#carryOut(plainOf(trial));
    this.#runs++;
    for (const { claim, broken } of this.#runLaws) {
      const found = broken(run, plain);
      if (found !== undefined) return new BrokenRun({ claim, found }, false, run);
    }
    // What a run let go nothing can be asked about: with half of the runs told to let something go, 20 runs of two
    // modules came to no experiment that was whole in 3 of 100 checks.
    const asked = letsGo(trial) ? plain : run;
    const own = await checkLaws(this.#options.laws ?? [], asked, this.#options.layer, this.#tally);
    return own && new BrokenRun(own, true, asked);
  }

  counterexample({ law, isOwn, run }: BrokenRun, search: Search): Counterexample {
    const { claim, found, thrown, values = [] } = law;
    const { trial, records } = run;
    const { from = "./workflow.ts" } = this.#options;
    const { seed, path } = search;
    const testFile = testFileOf({ claim, trial, seed, path, from, isOwn });
    const journal = records.map((record) => `${encodeRecord(withoutStack(record))}\n`).join("");
    const trace = traceOf(records, run.plan);
    return new Counterexample({
      claim,
      found,
      values: values.map(([name, value]) => `${name}: ${valueText(value)}`),
      trial,
      ...search,
      testFile,
      trace,
      journal,
      ...(thrown !== undefined && { cause: thrown }),
    });
  }

  async #carryOut(trial: Trial): Promise<TrialRun> {
    const { name, modules } = this.#make();
    const { layer, resources, onFailure } = this.#options;
    const workflow: TriedWorkflow = { name, modules, layer, resources, onFailure };
    const run = await Effect.runPromise(runTrial(workflow, trial));
    const [first] = run.lives;
    if (first?.kind === "broken" && first.thrown instanceof ConfigError) throw first.thrown;
    this.calls += run.events.filter(({ type }) => type === "called").length;
    return run;
  }
}

/** The same trial with nothing going on beside: one module after the other, in the order of the plan, uninterrupted. */
const plainOf = ({ config, faults }: Trial): Trial => ({
  config,
  concurrency: 1,
  faults: faults.filter(isModuleFault),
  interleaving: [],
});

const letsGo = ({ retain, keepRecords }: Trial): boolean => retain !== undefined || keepRecords !== undefined;

const isArbitrary = (config: ConfigInput | fc.Arbitrary<ConfigEntries>): config is fc.Arbitrary<ConfigEntries> =>
  config instanceof fc.Arbitrary;

const withoutThese = (claims: readonly string[]): readonly RunLaw[] => {
  const unknown = claims.find((claim) => !runLaws.some((law) => law.claim === claim));
  if (unknown !== undefined)
    throw new RangeError(
      `checkWorkflow: without names ${JSON.stringify(unknown)}, and there is no such law; the laws of every run are:\n${runLaws
        .map(({ claim }) => `  ${claim}`)
        .join("\n")}`,
    );
  return runLaws.filter(({ claim }) => !claims.includes(claim));
};

/** A stack has the places of files in it, and would be another one on another machine. */
const withoutStack = (record: JournalRecord): JournalRecord =>
  "error" in record ? { ...record, error: stackless(record.error) } : record;

const stackless = ({ name, message, data, cause, errors }: EncodedError): EncodedError => ({
  name,
  message,
  ...(data !== undefined && { data }),
  ...(cause && { cause: stackless(cause) }),
  ...(errors && { errors: errors.map(stackless) }),
});
