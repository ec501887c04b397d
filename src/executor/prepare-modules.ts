import * as Effect from "effect/Effect";

import { ConfigError, type ConfigIssue } from "../error.ts";
import { hold } from "../store/held.ts";
import type { Config, ConfigModule } from "../workflow/config.ts";
import { stepLabel } from "../workflow/experiment-key.ts";
import type { AnyModule } from "../workflow/module.ts";
import { nearestName } from "../workflow/nearest-name.ts";
import { decodeParams } from "../workflow/params-schema.ts";
import type { RunSecrets } from "./run-secrets.ts";
import type { PreparedExperiment, PreparedModule } from "./runner-setup.ts";

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
  throwIfAny(issues);
};

/**
 * Decodes the params of every experiment before anything runs; fails with a ConfigError that names all that are bad,
 * and shows none of the secrets.
 */
export const prepareModules = (
  modules: readonly AnyModule[],
  config: Config,
  secrets: RunSecrets,
): Effect.Effect<readonly PreparedModule[], ConfigError> =>
  Effect.gen(function* () {
    const issues: ConfigIssue[] = [];
    const prepared: PreparedModule[] = [];
    for (const [place, module] of modules.entries()) {
      const experiments: PreparedExperiment[] = [];
      for (const experiment of config.modules[place]?.experiments ?? []) {
        const { experimentName, params, position, repeat } = experiment;
        const decoding = decodeParams(module.params, params, [module.moduleName, experimentName]);
        const decoded = decoding instanceof Promise ? yield* Effect.promise(() => decoding) : decoding;
        if ("issues" in decoded)
          for (const issue of decoded.issues)
            issues.push(secrets.issue(issue, memberAt(params, issue.path.slice(2)), position));
        else {
          const { value, sharing } = hold(decoded.params);
          experiments.push({
            experimentName,
            label: stepLabel([module.moduleName, experimentName]),
            value,
            sharing,
            repeat: repeat && { index: repeat.index, of: repeat.of },
          });
        }
      }
      prepared.push({ module, experiments });
    }
    const [first, ...more] = issues;
    return first === undefined ? prepared : yield* new ConfigError({ issues: [first, ...more] });
  });

const memberAt = (params: unknown, path: readonly string[]): unknown => {
  let value = params;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = value instanceof Map ? value.get(name) : Reflect.get(value, name);
  }
  return value;
};

const unknownModule = ({ moduleName, position }: ConfigModule, known: readonly string[]): ConfigIssue => {
  const near = nearestName(moduleName, known);
  return {
    path: [moduleName],
    reason: "the workflow has no module of this name",
    remedy: near === undefined ? `Its modules are ${known.join(", ")}.` : `Did you mean ${near}?`,
    ...(position && { position }),
  };
};

const throwIfAny = ([first, ...more]: readonly ConfigIssue[]): void => {
  if (first !== undefined) throw new ConfigError({ issues: [first, ...more] });
};
