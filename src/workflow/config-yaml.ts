/** Configs written as YAML 1.2. */
import type { ConfigError } from "../error.ts";
import { checkOptions } from "./check-options.ts";
import { composeYaml, type YamlIssues } from "./compose-yaml.ts";
import type { ConfigDocument } from "./config-document.ts";
import { configRefusal } from "./config-refusal.ts";
import { showValue } from "./show-value.ts";
import { utf8Length } from "./utf8-length.ts";
import { type CheckWord, type YamlOffsets, yamlValue } from "./yaml-value.ts";

/** Limits of a YAML config, and the name it is reported under. */
export interface YamlOptions {
  /** Shown before line and column in errors. */
  readonly file?: string;
  /** The longest text in UTF-8 bytes; a third of it is the limit of YAML tokens. Default 1 MiB. */
  readonly maxBytes?: number;
}

/** The longest YAML config unless told otherwise. */
export const DEFAULT_MAX_BYTES = 1_048_576;

/**
 * Reads a YAML text, keeping order, names as written, and the line and column of every part.
 *
 * Throws a ConfigError for what is not one plain YAML 1.2 mapping, for equal keys, numbers that would lose digits,
 * cycles, alias bombs, nesting over 100 levels and texts over the limits; hostile texts are refused within a second.
 *
 * @example
 * ```ts
 * planConfig(parseConfigYaml("Loader:\n  adult: {path: adult.csv}\n")).size; // => { executions: 1, experiments: 1 }
 * ```
 */
export const parseConfigYaml = (text: string, options: YamlOptions = {}): ConfigDocument =>
  readConfigYaml("parseConfigYaml", text, options, () => undefined);

/** As {@link parseConfigYaml}, with one more reason to refuse an unquoted word. `of` is whose options they are. */
export const readConfigYaml = (
  of: string,
  text: string,
  options: YamlOptions,
  checkWord: CheckWord,
): ConfigDocument => {
  checkOptions(of, options, "file maxBytes");
  const { file, maxBytes = DEFAULT_MAX_BYTES } = options;
  // No text takes fewer bytes than it has UTF-16 units: an enormous one is not even counted. Nothing is within a limit
  // that is no number.
  if (!(text.length <= maxBytes && utf8Length(text) <= maxBytes)) throw tooLong(maxBytes);
  const { document, issues } = composeYaml(text, file, Math.ceil(maxBytes / 3));
  issues.throwAny();
  const { value, offsets } = yamlValue(document, issues, checkWord);
  issues.throwAny();
  return {
    _tag: "ConfigDocument",
    sections: value instanceof Map ? value : refuseRoot(value, issues),
    locate: (path) => {
      const offset = offsetAt(value, path, offsets);
      return offset === undefined ? undefined : issues.positionAt(offset);
    },
  };
};

const refuseRoot = (root: unknown, issues: YamlIssues): never =>
  issues.stop(0, [], {
    reason: root === null ? "the text holds no config" : `a config is a mapping, not ${showValue(root)}`,
    remedy: "Write a module, then its experiments indented below it, each with its params.",
  });

/** The refusal of a text that is longer than `maxBytes`. */
export const tooLong = (maxBytes: number): ConfigError =>
  configRefusal([
    {
      path: [],
      reason: `the config is over ${maxBytes} bytes`,
      remedy: "Split it, or raise maxBytes if the text is trusted.",
    },
  ]);

const offsetAt = (root: unknown, path: readonly (string | number)[], offsets: YamlOffsets): number | undefined => {
  let value = root;
  let offset: number | undefined;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return offset;
    const key = Array.isArray(value) ? Number(step) : step;
    const found = offsets.get(value)?.get(key);
    if (found === undefined) return offset;
    offset = found;
    value = value instanceof Map ? value.get(key) : Reflect.get(value, key);
  }
  return offset;
};
