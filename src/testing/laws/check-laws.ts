import type * as Layer from "effect/Layer";
import * as fc from "fast-check";

import type { Status } from "../../status/status.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import { isModuleFault } from "../faults/fault.ts";
import type { Called, TrialRun } from "../trial/trial-run.ts";
import { callAgain } from "./call-again.ts";
import { keyOf } from "./key-of.ts";
import type { ExecutionFacts, Law } from "./law.ts";
import type { LawTally } from "./law-tally.ts";

type BrokenValues = readonly (readonly [string, unknown])[];

/** A law of the user's that a run breaks. */
export interface BrokenLaw {
  readonly claim: string;
  readonly found: string;
  /** What it was asked about, by name: what came in and out of a module, or what those of a path put out. */
  readonly values?: BrokenValues;
  /** What the law threw, if it did. */
  readonly thrown?: unknown;
}

/** Holds every law against every execution and experiment that completed; gives the first that is broken. */
export const checkLaws = async (
  laws: readonly Law[],
  run: TrialRun,
  layer: Layer.Layer<never> | undefined,
  tally: LawTally,
): Promise<BrokenLaw | undefined> => {
  if (laws.length === 0) return undefined;
  const executions = [...factsOf(run, layer)];
  for (const law of laws) {
    const subjects =
      law.kind === "path"
        ? Array.from(pathsOf(run, executions), (facts) => ({ facts, values: Object.entries(facts.outputs) }))
        : executions.filter(isAbout(law.moduleName)).map((facts) => ({ facts, values: inAndOut(facts) }));
    for (const { facts, values } of subjects) {
      const answer = await ask(law as AnyLaw, facts);
      tally.count(law, answer !== "not asked");
      if (typeof answer === "object") return { ...answer, values };
    }
  }
  return undefined;
};

const isAbout =
  (moduleName: string | undefined) =>
  (facts: ExecutionFacts): boolean =>
    moduleName === undefined || facts.moduleName === moduleName;

const inAndOut = ({ before, after }: ExecutionFacts): BrokenValues => [
  ["before", before],
  ["after", after],
];

/** A law, whatever it is about. */
interface AnyLaw {
  readonly claim: string;
  readonly holds: (facts: unknown) => unknown;
}

const ask = async (law: AnyLaw, facts: { readonly key: string }): Promise<BrokenLaw | "holds" | "not asked"> => {
  const { claim } = law;
  try {
    const answer = await law.holds(facts);
    return answer === false ? { claim, found: `it does not hold for ${facts.key}` } : "holds";
  } catch (thrown) {
    if (fc.PreconditionFailure.isFailure(thrown)) return "not asked";
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { claim, found: `it does not hold for ${facts.key}: ${message}`, thrown };
  }
};

/** Executions whose modules ran to their end with nothing changed on their path. */
function* factsOf(run: TrialRun, layer: Layer.Layer<never> | undefined): Iterable<ExecutionFacts> {
  const { status, whole, plan, modules, trial } = run;
  const called = new Map<number, Called>();
  for (const event of run.events) if (event.type === "called") called.set(event.execution, event);
  const changed = trial.faults.flatMap((fault) =>
    isModuleFault(fault) && (fault.kind === "garbage" || fault.kind === "mutate") ? [fault.at] : [],
  );
  for (const view of whole.executions()) {
    const { key, execution, moduleName, experimentName, depth, schemaAfter = null } = view;
    const call = called.get(execution);
    const module = modules[depth];
    if (view.state !== "Completed" || call === undefined || module === undefined) continue;
    if (changed.some((at) => key === at || key.startsWith(`${at}_`))) continue;
    const after = dataOf(status, key);
    if (after === undefined) continue;
    const { parent } = plan.execution(execution);
    const { args } = call;
    yield {
      moduleName,
      experimentName,
      key,
      params: args.params,
      // Read anew: what the module was given it may have changed.
      before: parent === undefined ? undefined : (dataOf(status, keyOf(plan, parent)) ?? args.input).data,
      after: after.data,
      schemaBefore: args.input.schema,
      schemaAfter,
      again: (input) => callAgain(module, args, input, layer),
    };
  }
}

/** Undefined for a result that could not be stored, and is gone with the process that had it; or that was let go. */
const dataOf = (status: Status, key: string): { readonly data: unknown } | undefined => {
  try {
    return status.getExecutionResult(key);
  } catch {
    return undefined;
  }
};

function* pathsOf({ plan }: TrialRun, executions: readonly ExecutionFacts[]) {
  const byKey = new Map(executions.map((facts) => [facts.key, facts]));
  for (let experiment = 0; experiment < plan.size.experiments; experiment++) {
    const { key, path } = plan.experiment(experiment);
    const above = path.map((_, depth) => byKey.get(experimentKey(path.slice(0, depth + 1))));
    if (above.some((facts) => facts === undefined)) continue;
    const outputs = Object.fromEntries(above.flatMap((facts) => (facts ? [[facts.moduleName, facts.after]] : [])));
    yield { key, outputs };
  }
}
