import type { ConfigError, ConfigIssue } from "../error.ts";
import type { RunState } from "../journal/run-state.ts";
import { configRefusal } from "../workflow/config-refusal.ts";
import type { Plan } from "../workflow/plan.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";

type Difference = Pick<ConfigIssue, "path" | "reason">;

/**
 * Why a run cannot go on with this plan and params, difference by difference; undefined when it was begun with the same.
 *
 * The journal names executions by their place in the plan, so the plan must be equal. Params that hold code are taken on
 * trust.
 */
export const refuseOther = (
  begun: RunState,
  plan: Plan,
  params: ParamsFingerprints | undefined,
): ConfigError | undefined => {
  const differences = [
    ...otherModules(begun.plan, plan),
    ...plan.modules.flatMap(({ moduleName }) => [
      ...otherExperiments(moduleName, begun.plan, plan),
      ...otherParams(moduleName, begun, plan, params),
    ]),
  ];
  return configRefusal(
    differences.map(({ path, reason }, place) => ({
      path,
      reason,
      remedy: place === differences.length - 1 ? whatToDo : "Put it back as it was.",
    })),
  );
};

const whatToDo =
  "Resume with what it was begun with, or `retry` it: a new run takes over what is still the same; --dry-run says what.";

const otherModules = (begun: Plan, now: Plan): readonly Difference[] =>
  listed(begun.sequence) === listed(now.sequence)
    ? []
    : [
        {
          path: [],
          reason: `the run was begun with the modules ${listed(begun.sequence)}, and now they are ${listed(now.sequence)}`,
        },
      ];

/** Of one module that both plans have. */
const otherExperiments = (moduleName: string, begun: Plan, now: Plan): readonly Difference[] => {
  const [before, after] = [experimentsOf(begun, moduleName), experimentsOf(now, moduleName)];
  if (before === undefined || after === undefined || before.join("\n") === after.join("\n")) return [];
  const parts = [
    said(
      before.filter((name) => !after.includes(name)),
      "gone",
    ),
    said(
      after.filter((name) => !before.includes(name)),
      "new",
    ),
  ].filter((part) => part !== undefined);
  const reason =
    parts.length === 0
      ? `the run was begun with its experiments in another order: ${listed(before)}`
      : `the run was begun with other experiments: ${parts.join(", ")}`;
  return [{ path: [moduleName], reason }];
};

const said = (names: readonly string[], what: string): string | undefined =>
  names.length === 0 ? undefined : `${listed(names)} ${names.length === 1 ? "is" : "are"} ${what}`;

/** The experiments of one module that both have, under params which are not those the run was begun with. */
const otherParams = (
  moduleName: string,
  begun: RunState,
  now: Plan,
  params: ParamsFingerprints | undefined,
): readonly Difference[] => {
  const before = paramsOf(begun.plan, begun.started?.params, moduleName);
  const after = paramsOf(now, params, moduleName);
  const changed = Array.from(after.keys()).filter((name) => before.has(name) && before.get(name) !== after.get(name));
  return changed.length === 0
    ? []
    : [{ path: [moduleName], reason: `the run was begun with other params of ${listed(changed)}` }];
};

const paramsOf = (
  plan: Plan,
  params: ParamsFingerprints | undefined,
  moduleName: string,
): ReadonlyMap<string, string | null | undefined> => {
  const depth = plan.sequence.indexOf(moduleName);
  const experiments = plan.modules[depth]?.experiments ?? [];
  return new Map(experiments.map((name, place) => [name, params?.[depth]?.[place]]));
};

const experimentsOf = (plan: Plan, moduleName: string): readonly string[] | undefined =>
  plan.modules.find((module) => module.moduleName === moduleName)?.experiments;

const listed = (names: readonly string[]): string => names.join(", ");
