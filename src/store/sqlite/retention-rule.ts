import type { DatabaseSync } from "node:sqlite";

import { ConfigError, type ConfigIssue } from "../../error.ts";
import type { EpochMs } from "../../journal/record.ts";
import type { StoredRun } from "../store.ts";
import { runOfRow } from "./run-row.ts";
import { keptRunRows } from "./run-rows.ts";

/** Which runs of a store are no longer needed. At least one of `keep` and `olderThanMs` has to be given. */
export interface RetentionRule {
  /** The newest so many runs stay, in the order in which a store lists them, whatever their state. */
  readonly keep?: number;
  /** Runs whose last record is no older than this stay. */
  readonly olderThanMs?: number;
  /** Whether unfinished runs that nobody works on go too. They could still be resumed. Default false. */
  readonly unfinished?: boolean;
}

/** A run as it was when it was removed. */
export type RemovedRun = Omit<StoredRun, "owned">;

/** What a rule says of the runs of a store. */
export interface RuledRuns {
  /** Those that go, newest first. */
  readonly go: readonly RemovedRun[];
  /** Those that would go if the rule were for unfinished runs too. */
  readonly unfinished: readonly RemovedRun[];
}

/** Applies a rule to the runs a store keeps. Whether somebody works on one is not asked. */
export const applyRule = (database: DatabaseSync, rule: RetentionRule, now: EpochMs): RuledRuns => {
  const { keep = 0, olderThanMs, unfinished = false } = rule;
  const matching = keptRunRows(database)
    .slice(keep)
    .map(runOfRow)
    .filter(({ updatedAt }) => olderThanMs === undefined || updatedAt < now - olderThanMs);
  if (unfinished) return { go: matching, unfinished: [] };
  return { go: matching.filter(isOver), unfinished: matching.filter((run) => !isOver(run)) };
};

const isOver = ({ state }: RemovedRun): boolean => state !== "InProgress";

/** Why a rule is none; undefined for one that is. Without a bound it would remove everything. */
export const refuseRule = ({ keep, olderThanMs }: RetentionRule): ConfigError | undefined => {
  if (keep === undefined && olderThanMs === undefined)
    return refusal([], "nothing says which runs stay", "Give keep, olderThanMs, or both; keep: 0 keeps none.");
  if (keep !== undefined && !(Number.isInteger(keep) && keep >= 0))
    return refusal(["keep"], `${keep} is no number of runs`, "Give a whole number from 0.");
  if (olderThanMs !== undefined && !(olderThanMs >= 0))
    return refusal(["olderThanMs"], `${olderThanMs} is no age`, "Give a number of milliseconds from 0.");
  return undefined;
};

const refusal = (path: ConfigIssue["path"], reason: string, remedy: string): ConfigError =>
  new ConfigError({ issues: [{ path, reason, remedy }] });
