/** Names that a question about a run may use: those of its plan. A list of what has no such name would be empty, and say nothing. */
import { StatusError } from "../error.ts";
import { parseExperimentKey } from "../workflow/experiment-key.ts";
import { nearestName } from "../workflow/nearest-name.ts";
import type { Plan } from "../workflow/plan.ts";
import { nearestKey } from "./nearest-key.ts";

/** A name the compiler knows to be another than these does not compile; any text it does not know is looked at when it comes. */
export type NameAmong<Known extends string, Given extends string> = string extends Given ? Given : Known;

/** What is asked for by name. */
export interface NamedPlace {
  readonly moduleName?: string | undefined;
  readonly experimentName?: string | undefined;
  readonly experimentKey?: string | undefined;
}

/** Throws a StatusError for a name that is not in the plan, with the nearest that is. O(names). */
export const requireNames = (plan: Plan, { moduleName, experimentName, experimentKey }: NamedPlace): void => {
  const place = moduleName === undefined ? undefined : placeOf(plan, moduleName);
  const within = plan.modules.filter((_, each) => place === undefined || each === place);
  if (experimentName !== undefined && !within.some(({ experiments }) => experiments.includes(experimentName))) {
    const known = within.flatMap(({ experiments }) => experiments);
    throw unknown("unknown-experiment", experimentName, `${moduleName ?? "the run"} has no such experiment`, known);
  }
  if (experimentKey !== undefined) executionOf(plan, experimentKey);
};

/** The place of a module in the sequence. */
export const placeOf = ({ sequence }: Plan, moduleName: string): number => {
  const place = sequence.indexOf(moduleName);
  if (place >= 0) return place;
  throw unknown("unknown-module", moduleName, "the run has no such module", sequence);
};

/** The number of the execution a key leads to. */
export const executionOf = (plan: Plan, key: string): number => {
  const path = parseExperimentKey(key);
  const execution = path && plan.indexOf(path);
  if (execution !== undefined) return execution;
  const near = nearestKey(plan, key);
  throw new StatusError({
    reason: "unknown-key",
    subject: key,
    detail: `the run has no such execution. ${near === undefined ? `A key reads ${someKey(plan)}.` : `Did you mean ${near}?`}`,
  });
};

/** The key of the first experiment; of a plan that is not known yet, one that could be. */
const someKey = (plan: Plan): string =>
  plan.size.experiments === 0 ? "Loader[adult]_Reporter[csv]" : plan.experiment(0).key;

const unknown = (
  reason: "unknown-module" | "unknown-experiment",
  subject: string,
  why: string,
  known: readonly string[],
): StatusError => {
  const near = nearestName(subject, known);
  const some = known.slice(0, 8).join(", ") + (known.length > 8 ? ", …" : "");
  const remedy = near === undefined ? `There are ${some || "none, as far as is known"}.` : `Did you mean ${near}?`;
  return new StatusError({ reason, subject, detail: `${why}. ${remedy}` });
};
