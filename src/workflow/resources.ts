import type { NameProblem } from "./names.ts";
import { showValue } from "./show-value.ts";

/** Amounts of named resources: what one execution takes, or what a run has. Up to six decimals. */
export type ResourceAmounts = Readonly<Record<string, number>> | ReadonlyMap<string, number>;

/** The amounts by name, whatever they were given as. */
export const readAmounts = (amounts: ResourceAmounts): ReadonlyMap<string, number> =>
  isMap(amounts) ? amounts : new Map(Object.entries(amounts));

const isMap = (amounts: ResourceAmounts): amounts is ReadonlyMap<string, number> => amounts instanceof Map;

/** An amount counted in millionths: sums of whole numbers are exact, so that what is given back is what was taken. */
export const millionths = (amount: number): number => Math.round(amount * 1e6);

/** Says why an amount cannot be counted; `undefined` when it can. */
export const checkAmount = (amount: unknown): NameProblem | undefined => {
  if (typeof amount !== "number" || !(amount >= 0) || amount > largest)
    return {
      reason: `${showValue(amount)} is no amount of a resource`,
      remedy: `Write a number from 0 to ${largest}.`,
    };
  const nearest = Number(amount.toFixed(6));
  return nearest === amount
    ? undefined
    : {
        reason: `${showValue(amount)} has more than six decimals`,
        remedy: `Write ${nearest}: amounts are counted in millionths.`,
      };
};

const largest = 1e9;
