import type { ConfigIssue } from "../error.ts";
import { checkPolicy } from "../workflow/check-policy.ts";
import type { AnyModule } from "../workflow/module.ts";
import { throwIssues } from "../workflow/config-refusal.ts";
import { didYouMean } from "../workflow/nearest-name.ts";
import { checkAmount, readAmounts, type ResourceAmounts } from "../workflow/resources.ts";

/** How much there is of each resource: what an option gives wins, name by name, over what the config does. */
export const resourcesOf = (
  config: ReadonlyMap<string, number> | undefined,
  option: ResourceAmounts | undefined,
): ReadonlyMap<string, number> => new Map([...(config ?? []), ...(option === undefined ? [] : readAmounts(option))]);

/**
 * Holds what modules take against what the run has. Throws a ConfigError with every module whose policy cannot be used,
 * or whose executions could never start.
 */
export const checkLimits = (modules: readonly AnyModule[], resources: ReadonlyMap<string, number>): void => {
  const issues: ConfigIssue[] = Array.from(resources).flatMap(([name, amount]) => {
    const problem = checkAmount(amount);
    return problem === undefined ? [] : [{ path: ["resources", name], ...problem }];
  });
  for (const module of modules) {
    const ofPolicy = checkPolicy(module.moduleName, module);
    issues.push(...ofPolicy, ...(ofPolicy.length === 0 ? unmetClaims(module, resources) : []));
  }
  throwIssues(issues);
};

const unmetClaims = (module: AnyModule, resources: ReadonlyMap<string, number>): readonly ConfigIssue[] =>
  Array.from(readAmounts(module.resources ?? {})).flatMap(([name, amount]) => {
    const available = resources.get(name);
    const path = [module.moduleName, "resources", name];
    if (available === undefined) return [{ path, ...unknownResource(name, amount, resources) }];
    if (amount <= available) return [];
    return [
      {
        path,
        reason: `an execution takes ${amount} of it, and the run has ${available}`,
        remedy: `Give the run resources: { ${JSON.stringify(name)}: ${amount} } or more, or let the module take less.`,
      },
    ];
  });

const unknownResource = (name: string, amount: number, resources: ReadonlyMap<string, number>) => ({
  reason: "the run has no resource of this name",
  remedy: didYouMean(
    name,
    [...resources.keys()],
    `Say how much there is: resources: { ${JSON.stringify(name)}: ${amount} } as an option, or in the config's Executor section.`,
  ),
});
