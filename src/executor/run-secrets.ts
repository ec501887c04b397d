import { Redaction } from "../journal/redaction.ts";
import { checkOptions } from "../workflow/check-options.ts";
import type { Config } from "../workflow/config.ts";
import type { ParamsMask } from "../workflow/mask-params.ts";
import { secretsOf } from "../workflow/params-secrets.ts";
import { checkLength, shortestSecret } from "../workflow/secret.ts";
import {
  hasWords,
  isSecretKey,
  type SecretKeyTest,
  type SecretOptions,
  secretKeyTest,
} from "../workflow/secret-keys.ts";

/** The secrets of one run, and everything that keeps them out of its records. */
export class RunSecrets implements ParamsMask {
  /** Finds them in texts; undefined when the run has none that could be found in one. */
  readonly redaction: Redaction | undefined;
  readonly isSecretKey: SecretKeyTest;
  readonly #all: ReadonlySet<string>;
  readonly #params: readonly unknown[];

  constructor(params: readonly unknown[], others: Iterable<string>, test: SecretKeyTest) {
    this.#all = new Set([...secretsOf(params, test), ...others]);
    this.#params = params;
    this.isSecretKey = test;
    const searched = [...this.#all].flatMap(searchedTexts);
    this.redaction = searched.length === 0 ? undefined : new Redaction(searched);
  }

  /** These, and what only the decoding of the params made a secret. Params that are as they were written cost nothing. */
  and(decoded: readonly unknown[]): RunSecrets {
    if (decoded.length === 0) return this;
    const written = new Set(this.#params);
    const others = decoded.filter((params) => !written.has(params));
    return others.length === 0 ? this : new RunSecrets(others, this.#all, this.isSecretKey);
  }

  /** Whether the params hold none. */
  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** A text with each secret replaced. */
  readonly text = (text: string): string => this.redaction?.text(text) ?? text;

  readonly isSecret = (text: string): boolean => this.#all.has(text);

  readonly holdsBytes = (bytes: ArrayBufferView): boolean => this.redaction?.holdsBytes(bytes) ?? false;
}

/** The secrets of a config as it was written, and of the options. */
export const findSecrets = (config: Config, options: SecretOptions = {}): RunSecrets => {
  const params = config.modules.flatMap(({ experiments }) => experiments.map((experiment) => experiment.params));
  const { keys, plainKeys } = options;
  // The names known by default are taken to words once for all: for a small run that would be a tenth of what it takes.
  const test = keys === undefined && plainKeys === undefined ? isSecretKey : secretKeyTest(options);
  return new RunSecrets(params, valuesOf(options), test);
};

/** Refuses options that would hide everything or nothing. */
export const checkSecretOptions = (options: SecretOptions = {}): void => {
  checkOptions("Executor: secrets", options, "keys plainKeys values");
  for (const option of ["keys", "plainKeys"] as const)
    for (const name of options[option] ?? [])
      if (!hasWords(name))
        throw new RangeError(
          `Executor: secrets.${option} must be names with a word in them, got ${JSON.stringify(name)}`,
        );
  for (const value of valuesOf(options)) checkLength("Executor: secrets.values", value);
};

const valuesOf = ({ values = [] }: SecretOptions): readonly string[] =>
  values.filter((value): value is string => value !== undefined && value !== "");

/**
 * The texts by which a secret is looked for: itself without the space around it, what follows the scheme of an
 * `authorization`, and the long lines of a key of several lines, which are often shown one by one.
 */
const searchedTexts = (secret: string): readonly string[] => {
  const whole = secret.trim();
  const [, credentials] = /^(?:basic|bearer|token|apikey)\s+(\S+)$/iu.exec(whole) ?? [];
  const lines = whole.includes("\n") ? whole.split(/\r?\n/u).map((line) => line.trim()) : [];
  const parts = lines.filter((line) => line.length >= longLine && !line.startsWith("-----"));
  return [whole, ...(credentials === undefined ? [] : [credentials]), ...parts].filter(
    (text) => text.length >= shortestSecret,
  );
};

const longLine = 16;
