import type { ConfigIssue } from "../error.ts";
import { throwIssues } from "../workflow/config-refusal.ts";
import type { Config, ConfigModule } from "../workflow/config.ts";
import type { AnyModule } from "../workflow/module.ts";
import { didYouMean } from "../workflow/nearest-name.ts";

/**
 * Holds a config against its workflow: the same modules in the same order. Throws a ConfigError with every difference.
 *
 * Nothing is reordered, skipped or filled in: what the config says and what runs are the same thing.
 */
export const checkModules = (modules: readonly AnyModule[], config: Config): void => {
  const known = modules.map(({ moduleName }) => moduleName);
  const given = config.modules.map(({ moduleName }) => moduleName);
  const issues: ConfigIssue[] = [];
  for (const module of config.modules)
    if (!known.includes(module.moduleName)) issues.push(unknownModule(module, known));
  for (const moduleName of known)
    if (!given.includes(moduleName))
      issues.push({
        path: [moduleName],
        reason: "the workflow has this module, and the config gives it no experiment",
        remedy: `Add one, if only ${moduleName}: { default: {} }.`,
      });
  const first = config.modules.find(({ moduleName }, place) => moduleName !== known[place]);
  if (issues.length === 0 && first !== undefined)
    issues.push({
      path: [first.moduleName],
      reason: `the config lists the modules as ${given.join(", ")}`,
      remedy: `Write them in the order of the workflow: ${known.join(", ")}.`,
      ...(first.position && { position: first.position }),
    });
  throwIssues(issues);
};

const unknownModule = ({ moduleName, position }: ConfigModule, known: readonly string[]): ConfigIssue => ({
  path: [moduleName],
  reason: "the workflow has no module of this name",
  remedy: didYouMean(moduleName, known, `Its modules are ${known.join(", ")}.`),
  ...(position && { position }),
});
