/** Makes the one error that holds every problem of a config. */
import { ConfigError, type ConfigIssue } from "../error.ts";

/** The refusal for these issues, in the order of the text where they have a place; `undefined` when there are none. */
export function configRefusal(issues: readonly [...ConfigIssue[], ConfigIssue]): ConfigError;
export function configRefusal(issues: readonly ConfigIssue[]): ConfigError | undefined;
export function configRefusal(issues: readonly ConfigIssue[]): ConfigError | undefined {
  const [first, ...rest] = issues.toSorted(byPosition);
  return first && new ConfigError({ issues: [first, ...rest] });
}

/** Throws {@link configRefusal}, if there is one. */
export const throwIssues = (issues: readonly ConfigIssue[]): void => {
  const refusal = configRefusal(issues);
  if (refusal !== undefined) throw refusal;
};

/** Issues without a place stay in their order, after the others. */
const byPosition = (a: ConfigIssue, b: ConfigIssue): number => {
  const [lineA, lineB] = [a.position?.line ?? LAST, b.position?.line ?? LAST];
  return lineA === lineB ? (a.position?.column ?? LAST) - (b.position?.column ?? LAST) : lineA - lineB;
};

const LAST = Number.MAX_SAFE_INTEGER;
