/** `repeat: N` inside the params of an experiment: N executions of it, told apart by a numbered name. */
import type { Params } from "./freeze-params.ts";
import type { NameProblem } from "./names.ts";
import { showValue } from "./show-value.ts";

/** The reserved key inside params. */
export const REPEAT_KEY = "repeat";

/** Says why `value` is no number of repetitions; `undefined` when it is one, or absent. */
export const checkRepeat = (value: unknown): NameProblem | undefined =>
  value === undefined || (Number.isSafeInteger(value) && Number(value) >= 1)
    ? undefined
    : {
        reason: `${showValue(value)} is not a whole number from 1`,
        remedy: "Write how many times the experiment runs; to run it not at all, remove it.",
      };

/**
 * Names the k-th of `of` repetitions, k from 1, zero-padded so that text order is numeric order.
 *
 * @example
 * ```ts
 * repeatName("sp", 7, 100); // => "sp_[100-007]"
 * ```
 */
export const repeatName = (name: string, k: number, of: number): string =>
  `${name}_[${of}-${String(k).padStart(String(of).length, "0")}]`;

/** Takes the number of repetitions out of frozen params, of which most have none. */
export const takeRepeat = (given: Params): { readonly repeat?: unknown; readonly params: Params } => {
  if (!Object.hasOwn(given, REPEAT_KEY)) return { params: given };
  const { [REPEAT_KEY]: repeat, ...params } = given;
  return { repeat, params: Object.freeze(params) };
};
