/** Names that a question about a run may use: those of its plan. A list of what has no such name would be empty, and say nothing. */
import { type AllNames, unknownNames } from "../workflow/check-options.ts";
import { parseExperimentKey } from "../workflow/experiment-key.ts";
import { didYouMean } from "../workflow/nearest-name.ts";
import type { Plan } from "../workflow/plan.ts";
import { nearestKey } from "./nearest-key.ts";
import { noAnswer } from "./no-answer.ts";

/** A name the compiler knows to be another than these does not compile; any text it does not know is looked at when it comes. */
export type NameAmong<Known extends string, Given extends string> = string extends Given ? Given : Known;

/** What is asked for by name. */
export interface NamedPlace {
  readonly moduleName?: string | undefined;
  readonly experimentName?: string | undefined;
  readonly experimentKey?: string | undefined;
}

/** Throws a StatusError for a part that nobody would read, with the nearest that is. */
export const requireParts = <Filter extends object, const Text extends string>(
  filter: Filter,
  names: AllNames<Filter, Text>,
): void =>
  unknownNames(filter, names, (name, remedy) => {
    throw noAnswer("unknown-part", name, `there is no such part. ${remedy}`);
  });

/** Throws a StatusError for a name that is not in the plan, with the nearest that is. O(names). */
export const requireNames = (plan: Plan, { moduleName, experimentName, experimentKey }: NamedPlace): void => {
  const place = moduleName === undefined ? undefined : placeOf(plan, moduleName);
  const within = plan.modules.filter((_, each) => place === undefined || each === place);
  if (experimentName !== undefined && !within.some(({ experiments }) => experiments.includes(experimentName))) {
    const known = within.flatMap(({ experiments }) => experiments);
    const why = `${moduleName ?? "the run"} has no such experiment. ${didYouMean(experimentName, known)}`;
    throw noAnswer("unknown-experiment", experimentName, why);
  }
  if (experimentKey !== undefined) executionOf(plan, experimentKey);
};

/** The place of a module in the sequence. */
export const placeOf = ({ sequence }: Plan, moduleName: string): number => {
  const place = sequence.indexOf(moduleName);
  if (place >= 0) return place;
  throw noAnswer("unknown-module", moduleName, `the run has no such module. ${didYouMean(moduleName, sequence)}`);
};

/** The number of the execution a key leads to. */
export const executionOf = (plan: Plan, key: string): number => {
  const path = parseExperimentKey(key);
  const execution = path && plan.indexOf(path);
  if (execution !== undefined) return execution;
  const near = nearestKey(plan, key);
  const remedy = near === undefined ? `A key reads ${someKey(plan)}.` : `Did you mean ${near}?`;
  throw noAnswer("unknown-key", key, `the run has no such execution. ${remedy}`);
};

/** The key of the first experiment; of a plan that is not known yet, one that could be. */
const someKey = (plan: Plan): string =>
  plan.size.experiments === 0 ? "Loader[adult]_Reporter[csv]" : plan.experiment(0).key;
