/** Counts the executions of a plan before anything is expanded, so that a cartesian explosion costs nothing. */
import type { ConfigIssue } from "../error.ts";

/** The most executions a plan may have unless told otherwise. */
export const DEFAULT_MAX_EXECUTIONS = 1_000_000;

/** Beyond this the count is no longer exact: nobody reads more digits, and 10^5 modules would make BigInt quadratic. */
const COUNTED_EXACTLY = 10n ** 36n;

/** Says why modules with these numbers of experiments plan too much; `undefined` when `limit` holds. */
export const checkExecutionCount = (
  modules: readonly { readonly moduleName: string; readonly count: number }[],
  limit: number,
): ConfigIssue | undefined => {
  let level = 1n;
  let total = 0n;
  for (const { count } of modules) {
    level *= BigInt(count);
    total += level;
    if (total > COUNTED_EXACTLY) break;
  }
  // Numbers past 2^53 would make the indexes of a plan inexact, so no limit reaches beyond.
  if (Number(total) <= Math.min(limit, Number.MAX_SAFE_INTEGER)) return undefined;
  const shown = total > COUNTED_EXACTLY ? "more than 10^36" : String(total);
  const widest = [...modules].toSorted((a, b) => b.count - a.count).slice(0, 3);
  return {
    path: [],
    reason: `the plan has ${shown} executions, over the limit of ${limit} (largest modules: ${widest.map((m) => `${m.moduleName} × ${m.count}`).join(", ")})`,
    remedy: "Remove experiments or repeats, or raise maxExecutions.",
  };
};
