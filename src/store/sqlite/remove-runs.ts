import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { ConfigError, ConfigIssue } from "../../error.ts";
import { StoreError } from "../../store-error.ts";
import type { EpochMs, RunId } from "../../journal/record.ts";
import { noSuchOption, unknownNames } from "../../workflow/check-options.ts";
import { configRefusal } from "../../workflow/config-refusal.ts";
import type { Marked } from "./mark-removed.ts";
import { openDatabase } from "./open-database.ts";
import { readDatabase } from "./read-database.ts";
import { removalSteps } from "./removal-steps.ts";
import { applyRule, refuseRule, type RemovedRun, type RetentionRule } from "./retention-rule.ts";
import { isRunLocked } from "./run-lock.ts";
import { storeBytes } from "./store-bytes.ts";
import { storeFailure } from "./store-failure.ts";
import { storePlace } from "./store-place.ts";
import { type StoreTotals, totalsOf } from "./store-totals.ts";
import { UnreferredValues } from "./unreferred-values.ts";

/** Which runs are removed, and whether they really are. */
export interface RemoveRunsOptions extends RetentionRule {
  /** Only says what would be removed; changes nothing. Default false. */
  readonly dryRun?: boolean;
}

/** What was removed from a store, or would be. */
export interface Removal {
  readonly dryRun: boolean;
  /** Newest first. */
  readonly removed: readonly RemovedRun[];
  /** Runs the rule is for that stay all the same. */
  readonly spared: {
    /** Since a process owns them. */
    readonly inUse: readonly RunId[];
    /** Since they are unfinished: see {@link RetentionRule.unfinished}. */
    readonly unfinished: readonly RunId[];
  };
  /** Bytes of the records, and of the results that no other run has; what an interrupted removal left included. */
  readonly contentBytes: number;
  /** The sizes of all files of the store, before and after: what was given back to the disk, and what others wrote. */
  readonly fileBytes: { readonly before: number; readonly after: number };
  /** What all runs add up to afterwards. */
  readonly totals: StoreTotals;
}

/**
 * Removes finished runs from a store: their records, and the results that no other run has. What they add up to stays,
 * and their ids are not used again.
 *
 * Never a run that a process owns, nor an unfinished one unless that is asked for. Runs that were begun from a removed
 * one keep their own results. Others can go on writing: it is done in steps of a few milliseconds. When it is
 * interrupted, the next removal finishes it, and until then the runs count as removed. Fails with a ConfigError for a
 * rule without a bound, and a StoreError when there is no store.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db");
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 1 });
 * for (const runId of ["monday", "tuesday"])
 *   await new Executor({ workflow, config: { Loader: { one: {} } }, store: sqliteStore(path), runId }).run();
 * const { removed, totals } = await Effect.runPromise(removeRuns(path, { keep: 1 }));
 * removed.map(({ runId }) => runId); // => ["monday"]
 * [totals.kept.runs, totals.removed.runs]; // => [1, 1]
 * ```
 */
export const removeRuns = (
  path: string,
  options: RemoveRunsOptions,
): Effect.Effect<Removal, ConfigError | StoreError> =>
  Effect.gen(function* () {
    const refusal = refuseNames(options) ?? refuseRule(options);
    if (refusal !== undefined) return yield* refusal;
    if (!existsSync(path)) return yield* noStore(path);
    const now = yield* Clock.currentTimeMillis;
    if (options.dryRun === true) return yield* readDatabase(path, (database) => foreseen(database, options, now));
    const before = storeBytes(path);
    const done = yield* Effect.scoped(Effect.flatMap(opened(path), (database) => carriedOut(database, options, now)));
    return { ...done, dryRun: false, fileBytes: { before, after: storeBytes(path) } };
  });

/** What is misspelt would be passed over: without `dryRun` the runs would really go. */
const refuseNames = (options: RemoveRunsOptions): ConfigError | undefined => {
  const issues: ConfigIssue[] = [];
  unknownNames(options, "keep olderThanMs unfinished dryRun", (name, remedy) =>
    issues.push({ path: [name], reason: noSuchOption, remedy }),
  );
  return configRefusal(issues);
};

/** What a removal would do, without the order of its steps. */
const foreseen = (database: DatabaseSync, rule: RetentionRule, now: EpochMs): Removal => {
  const { file, locks } = storePlace(database);
  const { go, unfinished } = applyRule(database, rule, now);
  const inUse = new Set(go.flatMap(({ runId }) => (isRunLocked(locks, runId) ? [runId] : [])));
  const removed = go.filter(({ runId }) => !inUse.has(runId));
  const ids = removed.map(({ runId }) => runId);
  const bytes = storeBytes(file);
  return {
    dryRun: true,
    removed,
    spared: sparedOf([...inUse], unfinished, locks),
    contentBytes: contentBytes(database, ids),
    fileBytes: { before: bytes, after: bytes },
    totals: totalsOf(database, ids),
  };
};

const carriedOut = (
  database: DatabaseSync,
  rule: RetentionRule,
  now: EpochMs,
): Effect.Effect<Omit<Removal, "dryRun" | "fileBytes">, StoreError> => {
  const { file, locks } = storePlace(database);
  return Effect.gen(function* () {
    const { go, unfinished } = yield* attempt(file, () => applyRule(database, rule, now));
    const marked: Marked = { removed: [], inUse: [] };
    const bytes = yield* inSteps(file, removalSteps(database, go, now, marked));
    return {
      removed: marked.removed,
      spared: sparedOf(marked.inUse, unfinished, locks),
      contentBytes: bytes,
      totals: yield* attempt(file, () => totalsOf(database)),
    };
  });
};

/** Goes through steps, waiting after each as long as it took: those who wait for their turn get it. */
const inSteps = (file: string, steps: Iterator<number>): Effect.Effect<number, StoreError> =>
  Effect.gen(function* () {
    let sum = 0;
    for (;;) {
      const from = yield* Clock.currentTimeMillis;
      const { done, value } = yield* attempt(file, () => steps.next());
      if (done === true) return sum;
      sum += value;
      yield* Effect.sleep(Math.max(0, (yield* Clock.currentTimeMillis) - from));
    }
  });

/** Of the unfinished runs, those that are in progress are in use too. */
const sparedOf = (inUse: readonly RunId[], unfinished: readonly RemovedRun[], locks: string): Removal["spared"] => {
  const ids = unfinished.map(({ runId }) => runId);
  const owned = new Set(ids.filter((runId) => isRunLocked(locks, runId)));
  return { inUse: [...inUse, ...owned], unfinished: ids.filter((runId) => !owned.has(runId)) };
};

const contentBytes = (database: DatabaseSync, runs: readonly RunId[]): number => {
  const going =
    "run IN (SELECT no FROM runs WHERE removed_at IS NOT NULL OR run_id IN (SELECT value FROM json_each(?)))";
  const select = `SELECT
    (SELECT COALESCE(sum(octet_length(body)), 0) FROM batches WHERE ${going}) +
    (SELECT COALESCE(sum(COALESCE(file_size, length(bytes))), 0) FROM blobs
      WHERE no NOT IN (SELECT blob FROM results WHERE NOT (${going}))
        AND hash NOT IN (SELECT unhex(value) FROM json_each(?))) AS bytes`;
  const ids = JSON.stringify(runs);
  const unreferred = new UnreferredValues(database);
  const staying = database
    .prepare(`SELECT *, no AS run FROM runs WHERE NOT (${going})`)
    .all(ids)
    .flatMap((row) => unreferred.of(row))
    .map((hash) => Buffer.from(hash).toString("hex"));
  return Number(database.prepare(select).get(ids, ids, JSON.stringify(staying))?.["bytes"]);
};

// What was committed must not be lost with the power: its files are gone.
const opened = (path: string): Effect.Effect<DatabaseSync, StoreError, Scope.Scope> =>
  Effect.acquireRelease(
    attempt(path, () => openDatabase(path, { durability: "full" })),
    (database) => Effect.sync(() => database.close()),
  );

const attempt = <Value>(subject: string, read: () => Value): Effect.Effect<Value, StoreError> =>
  Effect.try({ try: read, catch: (thrown) => storeFailure(subject, thrown) });

const noStore = (path: string): StoreError =>
  new StoreError({ reason: "missing", subject: path, detail: "there is no such store.", cause: undefined });
