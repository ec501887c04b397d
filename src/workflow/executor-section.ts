/** The `Executor:` section: run options that may stand in a config, decoded from a table of legal keys. */
import type { ConfigIssue } from "../error.ts";
import { noSuchOption } from "./check-options.ts";
import { readEntries } from "./config-entries.ts";
import { didYouMean } from "./nearest-name.ts";
import { type NameProblem, EXECUTOR_SECTION } from "./names.ts";
import { checkAmount } from "./resources.ts";
import { showValue } from "./show-value.ts";

/** Run options of a config; each is absent unless written. */
export interface ExecutorSection {
  /** The most executions in progress at once, from 1. */
  readonly concurrency?: number;
  /** What becomes of independent branches after a failure. */
  readonly onFailure?: "continue" | "stop";
  /** The most executions the plan may have, from 1. */
  readonly maxExecutions?: number;
  /** Which results stay in memory: all, or only those of the last module. */
  readonly retain?: "all" | "leaves";
  /** How much there is of each resource that modules take. */
  readonly resources?: ReadonlyMap<string, number>;
}

/** Decodes one key: the value it accepts, or what it expected. */
type Decode = (
  value: unknown,
) => { readonly ok: unknown } | { readonly expected: string } | { readonly problem: NameProblem };

const atLeastOne: Decode = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? { ok: value } : { expected: "a whole number from 1" };

const oneOf =
  (...words: readonly string[]): Decode =>
  (value) =>
    typeof value === "string" && words.includes(value)
      ? { ok: value }
      : { expected: words.map((word) => `"${word}"`).join(" or ") };

const amounts: Decode = (value) => {
  const entries = readEntries(value);
  if (entries === undefined) return { expected: "a mapping of resources to amounts" };
  const decoded = new Map<string, number>();
  for (const [name, amount] of entries) {
    const problem = checkAmount(amount);
    if (problem !== undefined) return { problem: { ...problem, reason: `${String(name)}: ${problem.reason}` } };
    decoded.set(String(name), Number(amount));
  }
  return { ok: decoded };
};

/** PETsARD's logging options: runstate writes no log file, and a migrated config should not have to drop them. */
const ignored: Decode = () => ({ ok: undefined });

const KEYS: ReadonlyMap<string, Decode> = new Map([
  ["concurrency", atLeastOne],
  ["onFailure", oneOf("continue", "stop")],
  ["maxExecutions", atLeastOne],
  ["retain", oneOf("all", "leaves")],
  ["resources", amounts],
  ["log_output_type", ignored],
  ["log_level", ignored],
  ["log_dir", ignored],
  ["log_filename", ignored],
]);

const LEGAL = [...KEYS].flatMap(([key, decode]) => (decode === ignored ? [] : key));

/** Decodes the entries of the section; what is refused is reported to `refuse` and left out. */
export const decodeExecutorSection = (
  entries: Iterable<readonly [unknown, unknown]>,
  refuse: (issue: Omit<ConfigIssue, "position">) => void,
): ExecutorSection => {
  const section: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [key, value] of entries) {
    const name = String(key);
    const path = [EXECUTOR_SECTION, name];
    const decoded = KEYS.get(name)?.(value);
    if (decoded === undefined) refuse({ path, reason: noSuchOption, remedy: didYouMean(name, LEGAL) });
    else if (seen.has(name)) refuse({ path, reason: "the option is given twice", remedy: "Remove one of the two." });
    else if ("problem" in decoded) refuse({ path, ...decoded.problem });
    else if ("expected" in decoded) {
      refuse({
        path,
        reason: `${showValue(value)} is not ${decoded.expected}`,
        remedy: `Write ${decoded.expected}, or leave the option out.`,
      });
    } else if (decoded.ok !== undefined) section[name] = decoded.ok;
    seen.add(name);
  }
  return section;
};
