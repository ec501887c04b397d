/** `repeat: N` inside the params of an experiment: N executions of it, told apart by a numbered name. */

/** The reserved key inside params. */
export const REPEAT_KEY = "repeat";

/**
 * Names the k-th of `of` repetitions, k from 1, zero-padded so that text order is numeric order.
 *
 * @example
 * repeatName("sp", 7, 100) // "sp_[100-007]"
 */
export const repeatName = (name: string, k: number, of: number): string =>
  `${name}_[${of}-${String(k).padStart(String(of).length, "0")}]`;
