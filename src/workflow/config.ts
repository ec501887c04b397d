/**
 * Configs: which experiments each module has, in order, from an object, Maps, entries or a text.
 *
 * Everything wrong is reported at once, and nothing is repaired: a config that is accepted runs exactly as written.
 */
import type { ConfigIssue, TextPosition } from "../error.ts";
import { type ConfigDocument, isConfigDocument } from "./config-document.ts";
import { type LooseEntries, readEntries } from "./config-entries.ts";
import { throwIssues } from "./config-refusal.ts";
import { checkExecutionCount, DEFAULT_MAX_EXECUTIONS } from "./execution-count.ts";
import { decodeExecutorSection, type ExecutorSection } from "./executor-section.ts";
import { freezeParams, isPlainObject } from "./freeze-params.ts";
import { checkExperimentName, checkModuleName, checkPlannedName, EXECUTOR_SECTION, findNameClashes } from "./names.ts";
import type { NameProblem } from "./names.ts";
import { checkRepeat, REPEAT_KEY, repeatName, takeRepeat } from "./repeat.ts";
import { showValue } from "./show-value.ts";

/** Modules and their experiments as pairs: the form that keeps every name and every order. */
export type ConfigEntries = readonly (readonly [string, readonly (readonly [string, unknown])[]])[];

/** A config as written: `{Module: {experiment: params}}`, the same in Maps or pairs, or a document read from a text. */
export type ConfigInput =
  | { readonly [moduleName: string]: unknown }
  | ReadonlyMap<string, unknown>
  | ConfigEntries
  | ConfigDocument;

/** One experiment of a module, `repeat` expanded. */
export interface ConfigExperiment {
  readonly experimentName: string;
  /** Deep-frozen private copy, without the key `repeat`. */
  readonly params: unknown;
  /** Present when the experiment was written with `repeat`: `index` counts from 1, `name` is the name as written. */
  readonly repeat?: { readonly index: number; readonly of: number; readonly name: string };
  readonly position?: TextPosition;
}

export interface ConfigModule {
  readonly moduleName: string;
  readonly experiments: readonly ConfigExperiment[];
  readonly position?: TextPosition;
}

/** A config that passed every check. */
export interface Config {
  readonly _tag: "Config";
  readonly modules: readonly ConfigModule[];
  /** The `Executor:` section. */
  readonly options: ExecutorSection;
}

/** Limits of a config. */
export interface ConfigOptions {
  /** The most executions it may plan. Default: its own `Executor: maxExecutions`, else 1 000 000. */
  readonly maxExecutions?: number;
}

/**
 * Checks a config and expands its repeats; the input is neither changed nor frozen nor kept.
 *
 * Throws one ConfigError with every problem found. Linear in the size of the config plus the experiments it names.
 *
 * @example
 * ```ts
 * const config = decodeConfig({ Loader: { adult: { path: "adult.csv", repeat: 2 } } });
 * config.modules[0]?.experiments.map(({ experimentName }) => experimentName); // => ["adult_[2-1]", "adult_[2-2]"]
 * ```
 */
export const decodeConfig = (input: unknown, options: ConfigOptions = {}): Config => {
  const document = isConfigDocument(input) ? input : undefined;
  return new ConfigDecoder(document).decode(document?.sections ?? input, options);
};

/** An experiment that passed its checks, before `repeat` is expanded. */
interface Written {
  readonly name: string;
  readonly params: unknown;
  readonly repeat: number | undefined;
  readonly position: TextPosition | undefined;
}

interface WrittenModule {
  readonly moduleName: string;
  readonly written: readonly Written[];
}

class ConfigDecoder {
  readonly #issues: ConfigIssue[] = [];
  readonly #document: ConfigDocument | undefined;

  constructor(document: ConfigDocument | undefined) {
    this.#document = document;
  }

  decode(input: unknown, options: ConfigOptions): Config {
    const sections = readEntries(input);
    if (sections === undefined) {
      this.#refuse([], { reason: `a config is a mapping, not ${showValue(input)}`, remedy: SHAPE });
    }
    let executor: ExecutorSection = {};
    const modules: WrittenModule[] = [];
    const named = this.#names([], sections ?? [], (name) =>
      name === EXECUTOR_SECTION ? undefined : checkModuleName(name),
    );
    for (const [name, value] of named) {
      if (name === EXECUTOR_SECTION) executor = this.#executor(value);
      else modules.push({ moduleName: name, written: this.#module(name, value) });
    }
    if (modules.length === 0 && this.#issues.length === 0) {
      this.#refuse([], { reason: "the config has no module", remedy: SHAPE });
    }
    const limit = options.maxExecutions ?? executor.maxExecutions ?? DEFAULT_MAX_EXECUTIONS;
    // Counted from the repeats as written: `repeat: 1000000000` must be refused, not expanded.
    const counts = modules.map(({ moduleName, written }) => ({
      moduleName,
      count: written.reduce((sum, { repeat }) => sum + (repeat ?? 1), 0),
    }));
    const tooMany = checkExecutionCount(counts, limit);
    if (tooMany !== undefined) this.#issues.push(tooMany);
    throwIssues(this.#issues);
    return { _tag: "Config", modules: modules.map((module) => this.#expand(module)), options: executor };
  }

  #expand({ moduleName, written }: WrittenModule): ConfigModule {
    const experiments = written.flatMap((experiment) => expand(experiment));
    return { moduleName, experiments, ...positioned(this.#locate([moduleName])) };
  }

  #executor(value: unknown): ExecutorSection {
    const entries = readEntries(value);
    if (entries === undefined) {
      this.#refuse([EXECUTOR_SECTION], {
        reason: `the section is a mapping of options, not ${showValue(value)}`,
        remedy: "Write one option a line, or leave the section out.",
      });
      return {};
    }
    return decodeExecutorSection(entries, ({ path, ...problem }) => this.#refuse(path, problem));
  }

  #module(moduleName: string, value: unknown): readonly Written[] {
    const entries = readEntries(value);
    if (entries === undefined || entries.length === 0) {
      this.#refuse([moduleName], {
        reason:
          entries === undefined
            ? `the module is a mapping of experiments, not ${showValue(value, [moduleName])}`
            : "the module has no experiment",
        remedy: "Give it an experiment, for example `default: {}`, or leave the module out.",
      });
      return [];
    }
    return [...this.#names([moduleName], entries, checkExperimentName)].flatMap(([name, params]) =>
      this.#experiment(moduleName, name, params),
    );
  }

  #experiment(moduleName: string, name: string, value: unknown): readonly Written[] {
    const path = [moduleName, name];
    if (!isPlainObject(value) && !(value instanceof Map && [...value.keys()].every((key) => typeof key === "string"))) {
      this.#refuse(path, {
        reason: `the params are a mapping with text keys, not ${showValue(value, path)}`,
        remedy: "Write {} for an experiment without params.",
      });
      return [];
    }
    const frozen = freezeParams(value, this.#document !== undefined);
    if ("problems" in frozen) {
      for (const { at, ...problem } of frozen.problems) this.#refuse([...path, ...at], problem);
      return [];
    }
    const { repeat, params } = takeRepeat(frozen.params);
    const times = repeat === undefined ? undefined : Number(repeat);
    const problem =
      checkRepeat(repeat) ?? (times === undefined ? undefined : checkPlannedName(repeatName(name, times, times)));
    if (problem !== undefined) {
      this.#refuse([...path, REPEAT_KEY], problem);
      return [];
    }
    return [{ name, params, repeat: times, position: this.#locate(path) }];
  }

  /** The entries whose names are legal and new; the others are reported. */
  #names(
    parent: readonly string[],
    entries: LooseEntries,
    check: (name: string) => NameProblem | undefined,
  ): readonly (readonly [string, unknown])[] {
    const named = entries.filter((entry): entry is readonly [string, unknown] => {
      if (typeof entry[0] === "string") return true;
      this.#refuse(parent, {
        reason: `the name ${showValue(entry[0])} is not text`,
        remedy: `Write it in quotes: ${JSON.stringify(String(entry[0]))}.`,
      });
      return false;
    });
    const clashes = new Map(findNameClashes(named.map(([name]) => name)).map((clash) => [clash.index, clash.earlier]));
    return named.filter(([name], index) => {
      const earlier = clashes.get(index);
      const problem =
        check(name) ??
        (earlier === undefined
          ? undefined
          : {
              reason:
                earlier === name
                  ? "the name is used twice"
                  : "the name looks the same as an earlier one (equal after Unicode NFC)",
              remedy: "Rename one of the two.",
            });
      if (problem !== undefined) this.#refuse([...parent, name], problem);
      return problem === undefined;
    });
  }

  #refuse(path: readonly string[], problem: NameProblem): void {
    this.#issues.push({ path, ...problem, ...positioned(this.#locate(path)) });
  }

  #locate(path: readonly string[]): TextPosition | undefined {
    return this.#document?.locate(path);
  }
}

const SHAPE = "Write {Module: {experiment: params}} with at least one module.";

const expand = ({ name, params, repeat, position }: Written): readonly ConfigExperiment[] =>
  repeat === undefined
    ? [{ experimentName: name, params, ...positioned(position) }]
    : Array.from({ length: repeat }, (_, i) => ({
        experimentName: repeatName(name, i + 1, repeat),
        params,
        repeat: { index: i + 1, of: repeat, name },
        ...positioned(position),
      }));

const positioned = (position: TextPosition | undefined): { readonly position?: TextPosition } =>
  position === undefined ? {} : { position };
