/** Values of options that are one of some words, as plain JavaScript gives them: any other would count as one of them. */
import { didYouMean } from "./nearest-name.ts";
import type { NameProblem } from "./names.ts";
import { showValue } from "./show-value.ts";

/** All of some words: where one is forgotten, or is none of them, it does not compile. */
type AllWords<Word, Words extends readonly unknown[]> = Words &
  ([Word, Words[number]] extends [Words[number], Word] ? unknown : never);

/** What is wrong with the value of an option that must be one of these; undefined when it is not given at all. */
export const wordProblem = <Word extends string | boolean, const Words extends readonly (string | boolean)[]>(
  value: Word | undefined,
  words: AllWords<Word, Words>,
): NameProblem | undefined =>
  value === undefined || words.includes(value)
    ? undefined
    : {
        reason: `${showValue(value)} is no value of it`,
        remedy: didYouMean(typeof value === "string" ? value : "", words.map(String)),
      };

/** Throws a RangeError for a value of an option that is none of these words. `of` is whose option it is. */
export const checkWord = <Word extends string, const Words extends readonly string[]>(
  of: string,
  option: string,
  value: Word | undefined,
  words: AllWords<Word, Words>,
): void => {
  const problem = wordProblem<Word, Words>(value, words);
  if (problem !== undefined) throw new RangeError(`${of}: ${option}: ${problem.reason}. ${problem.remedy}`);
};
