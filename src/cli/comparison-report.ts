import type { LifecycleState } from "../../machines/lifecycle.ts";
import { type ComparedSide, type ComparisonKind, compareRuns } from "../inspector/view/compare-runs.ts";
import type { Status } from "../status/status.ts";
import { comparedStatus } from "./compared-status.ts";
import type { Cell } from "./flat-result.ts";
import { tabulateResults } from "./result-tables.ts";

/** What `runstate compare` says, as data: what `--json` prints. */
export interface ComparisonReport {
  /** Of this format; it changes when a reader of it would break. */
  readonly version: 1;
  readonly before: ComparedFacts;
  readonly after: ComparedFacts;
  /** How many executions of both plans are of each kind. */
  readonly counts: Readonly<Record<ComparisonKind, number>>;
  /** What is not the same, the worst first. */
  readonly executions: readonly ComparedRow[];
  /** Null where results are not at hand: one of the two is a journal file. */
  readonly results: ComparedResults | null;
}

/** A run by its head. */
export interface ComparedFacts {
  readonly runId: string | null;
  readonly workflow: string | null;
  readonly state: LifecycleState;
  readonly durationMs: number;
}

/** An execution that is not the same in both runs. */
export interface ComparedRow {
  readonly key: string;
  readonly kind: ComparisonKind;
  /** Null where it is not in the plan. */
  readonly before: ComparedEnd | null;
  readonly after: ComparedEnd | null;
}

export interface ComparedEnd {
  readonly state: LifecycleState;
  /** Null of what did not run, or was taken over. */
  readonly durationMs: number | null;
}

/** The flat results of both runs, by their experiments. */
export interface ComparedResults {
  /** Experiments whose results have the same values. */
  readonly same: number;
  /** In the order of the plan before; then those that are new. */
  readonly different: readonly ComparedResult[];
}

export interface ComparedResult {
  readonly key: string;
  /** The fields that differ, each before and after; undefined, and absent from JSON, where there is none. */
  readonly fields: Readonly<Record<string, { readonly before?: Cell; readonly after?: Cell }>>;
}

/** Two runs side by side; `hasResults` unless one of them is known from a journal file alone. O(executions of both). */
export const reportComparison = (before: Status, after: Status, hasResults: boolean): ComparisonReport => {
  const { counts, rows } = compareRuns(comparedStatus(before), comparedStatus(after));
  return {
    version: 1,
    before: factsOf(before),
    after: factsOf(after),
    counts,
    executions: rows.map(({ key, kind, a, b }) => ({ key, kind, before: endOf(a), after: endOf(b) })),
    results: hasResults ? compareResults(valuesOf(before), valuesOf(after)) : null,
  };
};

const factsOf = (status: Status): ComparedFacts => ({
  runId: status.runId ?? null,
  workflow: status.workflow ?? null,
  state: status.state,
  durationMs: status.durationMs,
});

const endOf = (side: ComparedSide | undefined): ComparedEnd | null =>
  side === undefined ? null : { state: side.state, durationMs: side.durationMs ?? null };

type Values = Readonly<Record<string, Cell>>;

const valuesOf = (status: Status): ReadonlyMap<string, Values> =>
  new Map(tabulateResults(status).flatMap(({ rows }) => rows.map(({ key, values }) => [key, values] as const)));

const compareResults = (before: ReadonlyMap<string, Values>, after: ReadonlyMap<string, Values>): ComparedResults => {
  let same = 0;
  const different: ComparedResult[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const fields = differences(
      new Map(Object.entries(before.get(key) ?? {})),
      new Map(Object.entries(after.get(key) ?? {})),
    );
    if (fields.length === 0) same++;
    else different.push({ key, fields: Object.fromEntries(fields) });
  }
  return { same, different };
};

type Difference = readonly [field: string, sides: ComparedResult["fields"][string]];

const differences = (before: ReadonlyMap<string, Cell>, after: ReadonlyMap<string, Cell>): readonly Difference[] =>
  Array.from(new Set([...before.keys(), ...after.keys()])).flatMap((field): readonly Difference[] => {
    const [was, is] = [before.get(field), after.get(field)];
    if (was === is) return [];
    return [[field, { ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }]];
  });
