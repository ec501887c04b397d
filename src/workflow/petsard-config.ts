/** Configs written for PETsARD 1.6: the Splitter repeats by `num_samples`, the other modules are the same. */
import { ConfigError, type ConfigIssue } from "../error.ts";
import { type ConfigDocument, isConfigDocument } from "./config-document.ts";
import { readEntries } from "./config-entries.ts";
import { throwIssues } from "./config-refusal.ts";
import { type ConfigInput, decodeConfig } from "./config.ts";
import { readConfigYaml, type YamlOptions } from "./config-yaml.ts";
import { pyyamlReading } from "./pyyaml-scalar.ts";
import { checkRepeat, REPEAT_KEY } from "./repeat.ts";
import type { CheckWord } from "./yaml-value.ts";

const SPLITTER = "Splitter";
const SAMPLES_KEY = "num_samples";

/**
 * Reads a PETsARD config, as text or as data: each Splitter experiment is repeated `num_samples` times (default 1) and
 * keeps `num_samples: 1` in its params, so it is named `name_[N-k]` as PETsARD names it.
 *
 * Throws one ConfigError with everything wrong, the refusals of {@link decodeConfig} included, and for unquoted words
 * that PyYAML reads otherwise (`no`, `017`, `12:30`, `1e3`). Unlike PETsARD, an experiment that happens to be called
 * `method` is repeated like any other.
 *
 * @example
 * ```ts
 * const plan = planConfig(fromPetsardConfig("Splitter:\n  sp: {num_samples: 2}\n"));
 * [...plan.experimentKeys()]; // => ["Splitter[sp_[2-1]]", "Splitter[sp_[2-2]]"]
 * ```
 */
export const fromPetsardConfig = (config: string | ConfigInput, options: YamlOptions = {}): ConfigDocument => {
  const input = typeof config === "string" ? readConfigYaml("fromPetsardConfig", config, options, checkWord) : config;
  const document = isConfigDocument(input) ? input : undefined;
  const locate: ConfigDocument["locate"] = (path) => document?.locate(path);
  const sections = readEntries(document?.sections ?? input);
  if (sections === undefined) decodeConfig(input); // which refuses it
  const issues: ConfigIssue[] = [];
  const refuse = (issue: ConfigIssue): void => {
    const position = locate(issue.path);
    issues.push(position === undefined ? issue : { ...issue, position });
  };
  const translated: ConfigDocument = {
    _tag: "ConfigDocument",
    sections: (sections ?? []).map(
      ([name, value]) => [name, name === SPLITTER ? translateSplitter(value, refuse) : value] as const,
    ),
    locate,
  };
  if (issues.length > 0) throwIssues([...issues, ...issuesOf(translated)]);
  return translated;
};

/** PETsARD reads its texts with PyYAML: a word that means something else in YAML 1.2 must not change its meaning. */
const checkWord: CheckWord = (word, value) => {
  const reading = pyyamlReading(word, value);
  return reading === undefined
    ? undefined
    : {
        reason: `${word} is ${reading} to PETsARD, and ${typeof value === "string" ? "text" : String(value)} here`,
        remedy: "Write the value you mean: true or false, a plain number, or text in quotes.",
      };
};

/** What is no mapping is passed on as it is, for {@link decodeConfig} to refuse. */
const translateSplitter = (section: unknown, refuse: (issue: ConfigIssue) => void): unknown =>
  readEntries(section)?.map(([name, params]) => [name, translateParams(name, params, refuse)] as const) ?? section;

const translateParams = (name: unknown, params: unknown, refuse: (issue: ConfigIssue) => void): unknown => {
  const entries = Array.isArray(params) ? undefined : readEntries(params);
  if (entries === undefined) return params;
  const path = [SPLITTER, String(name)];
  const given = new Map(entries);
  const samples = given.has(SAMPLES_KEY) ? given.get(SAMPLES_KEY) : 1;
  const problem = checkRepeat(samples ?? null);
  if (problem !== undefined) refuse({ path: [...path, SAMPLES_KEY], ...problem });
  if (given.has(REPEAT_KEY)) {
    refuse({
      path: [...path, REPEAT_KEY],
      reason: `${REPEAT_KEY} stands beside ${SAMPLES_KEY}, which means the same here`,
      remedy: `Keep ${SAMPLES_KEY}.`,
    });
  }
  return given.set(SAMPLES_KEY, 1).set(REPEAT_KEY, problem === undefined ? samples : 1);
};

/** What the decoder refuses of what could be translated. */
const issuesOf = (translated: ConfigDocument): readonly ConfigIssue[] => {
  try {
    decodeConfig(translated);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
};
