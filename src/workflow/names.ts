/**
 * The rules for names, checked once at the border, so that every key and line printed from a name is unambiguous.
 */

import { utf8Length } from "./utf8-length.ts";

/** Why a name is refused, and what to write instead. */
export interface NameProblem {
  readonly reason: string;
  readonly remedy: string;
}

/** The longest name, in UTF-8 bytes: what file systems and SQL indexes agree on. */
const MAX_NAME_BYTES = 255;

/** The one section of a config that is not a module. */
export const EXECUTOR_SECTION = "Executor";

/** Says why a module may not be called `name`; `undefined` when it may. */
export const checkModuleName = (name: string): NameProblem | undefined => {
  if (name === EXECUTOR_SECTION) {
    return {
      reason: `"${EXECUTOR_SECTION}" is the section of run options, not a module`,
      remedy: "Give the module another name.",
    };
  }
  // Keys are read back by the first "[" after a module name, so a bracket inside one would end it early.
  if (/[[\]]/u.test(name)) {
    return {
      reason: "a module name may not contain [ or ]",
      remedy: `Write it without brackets: ${quote(name.replace(/[[\]]/gu, ""))}.`,
    };
  }
  return checkText(name);
};

/** Says why an experiment may not be called `name`; `undefined` when it may. */
export const checkExperimentName = (name: string): NameProblem | undefined => {
  if (/_\[[^\]]*\]$/u.test(name)) {
    const base = name.replace(/_\[[^\]]*\]$/u, "");
    return {
      reason: 'a name ending in "_[…]" is reserved for repeated experiments',
      remedy: `Write ${base === "" ? "another name" : quote(base)}, and repeat: N in its params for N runs of it.`,
    };
  }
  return checkKeyPart(name) ?? checkText(name);
};

/**
 * Says why `name` cannot be an experiment of a plan; `undefined` when it can.
 *
 * The same rule as {@link checkExperimentName}, except that the names `repeat` makes, `sp_[3-1]`, are legal here.
 */
export const checkPlannedName = (name: string): NameProblem | undefined => {
  const repeated = /^(.*)_\[(\d+)-(\d+)\]$/su.exec(name);
  if (repeated === null) return checkExperimentName(name);
  return checkExperimentName(repeated[1] ?? "") ?? checkLength(name);
};

/** A name whose NFC form was seen before, so that the two look alike and may be stored as one. */
export interface NameClash {
  readonly index: number;
  readonly earlier: string;
}

/** Finds names that are equal to an earlier one, exactly or after Unicode normalisation (NFC). Linear in `names`. */
export const findNameClashes = (names: readonly string[]): readonly NameClash[] => {
  const seen = new Map<string, string>();
  const clashes: NameClash[] = [];
  names.forEach((name, index) => {
    const form = name.normalize("NFC");
    const earlier = seen.get(form);
    if (earlier === undefined) seen.set(form, name);
    else clashes.push({ index, earlier });
  });
  return clashes;
};

/** Experiment keys are cut at "]_", so a name containing it would make two paths share one key. */
const checkKeyPart = (name: string): NameProblem | undefined =>
  name.includes("]_")
    ? {
        reason: 'an experiment name may not contain "]_"',
        remedy: `Write ${quote(name.replaceAll("]_", "]-"))} instead.`,
      }
    : undefined;

const checkText = (name: string): NameProblem | undefined => {
  if (name === "") return { reason: "the name is empty", remedy: "Give it a name of at least one character." };
  if (!name.isWellFormed()) {
    // Stores that keep UTF-8 map every lone surrogate to one replacement character: two names would become one.
    return {
      reason: `the name holds half of a surrogate pair: ${quote(name)}`,
      remedy: "Write well-formed Unicode.",
    };
  }
  const mark = /[\p{Cc}\u{2028}\u{2029}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u.exec(name);
  if (mark !== null) {
    return {
      reason: `the name holds the ${markName(mark[0])} U+${codePoint(mark[0])} at position ${mark.index + 1}`,
      remedy: "Remove it: a name is printed on one line, in reading order.",
    };
  }
  return checkLength(name);
};

const checkLength = (name: string): NameProblem | undefined => {
  if (name.length <= MAX_NAME_BYTES / 3) return undefined;
  const bytes = utf8Length(name);
  return bytes <= MAX_NAME_BYTES
    ? undefined
    : {
        reason: `the name takes ${bytes} bytes, more than ${MAX_NAME_BYTES}`,
        remedy: "Shorten it, and keep the long text in the params.",
      };
};

const markName = (mark: string): string => {
  if (mark === "\u2028" || mark === "\u2029") return "line separator";
  return /\p{Cc}/u.test(mark) ? "control character" : "text direction mark";
};

const codePoint = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");

const quote = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
