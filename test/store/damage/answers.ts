/** Everything a store file says, asked in every way there is; and what is said of it. */
import * as Effect from "effect/Effect";

import {
  decodeRecord,
  encodeRecord,
  Status,
  type StoredRun,
  StoredValueError,
  StoreError,
  type StoreService,
} from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { allRunIds } from "../../../src/store/sqlite/verify-run.ts";

type RunId = StoredRun["runId"];

/** An answer, or the reason of a refusal. */
export type Answer<Value> = { readonly said: Value } | { readonly refused: string };

/** What a store file says. */
export interface Answers {
  /** The rows of the runs, by id. */
  readonly runs: Answer<Readonly<Record<string, string>>>;
  /** The lines of each journal. */
  readonly records: Readonly<Record<string, Answer<readonly string[]>>>;
  /** The results of each run, by execution. */
  readonly results: Readonly<Record<string, readonly Answer<string>[]>>;
}

const answer = <Value>(ask: () => Value): Answer<Value> => {
  try {
    return { said: ask() };
  } catch (thrown) {
    if (thrown instanceof StoreError) return { refused: thrown.reason };
    if (thrown instanceof StoredValueError) return { refused: "value" };
    throw new Error(`a failure without a type: ${String(thrown)}`, { cause: thrown });
  }
};

const now = <Value>(effect: Effect.Effect<Value, StoreError>): Value => {
  const exit = Effect.runSync(Effect.result(effect));
  if (exit._tag === "Failure") throw exit.failure;
  return exit.success;
};

const nothing = (reason: string, ids: readonly string[]): Answers => {
  const refused = { refused: reason };
  return {
    runs: refused,
    records: Object.fromEntries(ids.map((id) => [id, refused])),
    results: Object.fromEntries(ids.map((id) => [id, []])),
  };
};

/** Asks a store file, read-only, about all its runs and about those of these ids. */
export const answersOf = (path: string, ids: readonly string[], executions: number): Answers => {
  const asked = answer(() =>
    now(Effect.scoped(Effect.map(sqliteStore(path, { readOnly: true }), (store) => ask(store, ids, executions)))),
  );
  return "said" in asked ? asked.said : nothing(asked.refused, ids);
};

const ask = (store: StoreService, ids: readonly string[], executions: number): Answers => {
  const records = ids.map((id) => [
    id,
    answer(() => now(store.records(id as RunId)).map((record) => encodeRecord(record))),
  ]);
  const results = ids.map((id) => {
    const lookup = answer(() => now(store.results(id as RunId)).get);
    if ("refused" in lookup) return [id, []];
    return [id, Array.from({ length: executions }, (_, n) => answer(() => shown(lookup.said(n))))];
  });
  return {
    runs: answer(() => Object.fromEntries(now(store.runs).map((run) => [run.runId, JSON.stringify(run)]))),
    records: Object.fromEntries(records),
    results: Object.fromEntries(results),
  };
};

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part)) ?? "nothing";

/** Whether all that is said is true; what is refused is not said. */
export const isTrue = (answers: Answers, truth: Answers): boolean =>
  same(answers.runs, truth.runs) && areTrueFacts(answers, truth);

/** Whether the records and results that are said are true, whatever the rows of the runs say. */
export const areTrueFacts = (answers: Answers, truth: Answers): boolean =>
  Object.entries(truth.records).every(([id, records]) => {
    const [said, results] = [answers.records[id], answers.results[id] ?? []];
    return said !== undefined && same(said, records) && results.every((one, n) => same(one, truth.results[id]?.[n]));
  });

const same = (one: Answer<unknown>, other: Answer<unknown> | undefined): boolean =>
  "refused" in one || JSON.stringify(one) === JSON.stringify(other);

/** Whether anything was refused. */
export const isRefused = (answers: Answers): boolean =>
  [answers.runs, ...Object.values(answers.records), ...Object.values(answers.results).flat()].some(
    (one) => "refused" in one,
  );

/**
 * Whether all that is said was true at an earlier moment: each journal is the beginning of the true one, its row says
 * what it adds up to, and the results are those it names.
 */
export const isEarlierTruth = (answers: Answers, truth: Answers): boolean =>
  Object.entries(truth.records).every(([id, whole]) => {
    const records = answers.records[id];
    if (records === undefined || "refused" in records || "refused" in whole || "refused" in answers.runs)
      // A store from before there were tables, or runs.
      return records === undefined || !("said" in answers.runs && id in answers.runs.said);
    const isBeginning = records.said.every((line, at) => line === whole.said[at]);
    const status = Status.fromJournal(records.said.map((line) => decodeRecord(JSON.parse(line))));
    const row = JSON.parse(answers.runs.said[id] ?? "{}") as Partial<StoredRun>;
    const isSummed =
      row.records === records.said.length &&
      row.state === (status.isOver() ? status.state : "InProgress") &&
      JSON.stringify(row.executions) === JSON.stringify(status.executionCounts);
    const results = answers.results[id] ?? [];
    const areThere = Array.from(status.executions(), ({ state }, n) =>
      state === "Completed" ? same(results[n] ?? { said: "none" }, truth.results[id]?.[n]) : true,
    );
    return isBeginning && isSummed && areThere.every(Boolean);
  });

/** Whether verifying finds that something is wrong with any of the runs there are or were. */
export const isFoundByVerify = (path: string, ids: readonly string[]): boolean => {
  const all = answer(() => now(allRunIds(path)));
  if ("refused" in all) return true;
  return [...new Set([...ids, ...all.said])].some((id) => {
    const verified = answer(() => now(verifyRun(path, id)));
    return "refused" in verified || verified.said.problems.length > 0;
  });
};
