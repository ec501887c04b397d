import * as Effect from "effect/Effect";

import { ConfigError, type ConfigIssue, type TextPosition } from "../error.ts";
import { hand, hold } from "../store/held.ts";
import type { Config } from "../workflow/config.ts";
import { stepLabel } from "../workflow/experiment-key.ts";
import type { AnyModule } from "../workflow/module.ts";
import { decodeParams } from "../workflow/params-schema.ts";
import { secretMark } from "../workflow/secret.ts";
import type { RunSecrets } from "./run-secrets.ts";
import type { PreparedExperiment, PreparedModule } from "./runner-setup.ts";

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
            issues.push(told(secrets, issue, memberAt(params, issue.path.slice(2)), position));
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

/** What is wrong with params, without the secrets in them; `value` is what stands at the path of the issue. */
const told = (
  secrets: RunSecrets,
  { path, reason, remedy }: ConfigIssue,
  value: unknown,
  position: TextPosition | undefined,
): ConfigIssue => {
  // What is too short to be looked for everywhere is looked for where it is known to stand.
  const isKnown = typeof value === "string" && value !== "" && path.some(secrets.isSecretKey);
  const shown = secrets.text(isKnown ? reason.replaceAll(value, secretMark) : reason);
  return { path: path.map(secrets.text), reason: shown, remedy, ...(position && { position }) };
};

/** The secrets of a run, and what only the decoding of its params made one. */
export const secretsWith = (prepared: readonly PreparedModule[], secrets: RunSecrets): RunSecrets =>
  secrets.and(
    prepared.flatMap(({ module, experiments }) => (module.params === undefined ? [] : experiments.map(hand))),
  );

const memberAt = (params: unknown, path: readonly string[]): unknown => {
  let value = params;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = value instanceof Map ? value.get(name) : Reflect.get(value, name);
  }
  return value;
};
