import type { Status } from "../status/status.ts";
import { type Cell, flatResult } from "./flat-result.ts";

/** Flat results with the same fields: experiments × values. */
export interface ResultTable {
  /** The experiments that all rows share, of the modules that have more than one in the plan. */
  readonly common: Readonly<Record<string, string>>;
  /** The modules whose experiments tell the rows apart, in sequence. */
  readonly varying: readonly string[];
  /** As the first row names them. */
  readonly fields: readonly string[];
  /** In plan order. */
  readonly rows: readonly ResultRow[];
}

export interface ResultRow {
  readonly key: string;
  /** Module name to experiment name, along the whole path. */
  readonly experiments: Readonly<Record<string, string>>;
  /** In the order of the fields. */
  readonly values: Readonly<Record<string, Cell>>;
}

/** The flat results of a run as tables, by their fields, in plan order; none where results are not at hand. */
export const tabulateResults = (status: Status, results = status.getResult()): readonly ResultTable[] => {
  const choices = status.plan.modules.filter(({ experiments }) => experiments.length > 1);
  const modules = choices.map(({ moduleName }) => moduleName);
  const rows = Object.entries(results).flatMap(([key, result]): readonly ResultRow[] => {
    const cells = result && flatResult(result);
    if (cells === undefined) return [];
    const experiments = Object.fromEntries(status.getFullExperiment(key));
    return [{ key, experiments, values: Object.fromEntries(cells) }];
  });
  const groups = Map.groupBy(rows, ({ values }) => JSON.stringify(Object.keys(values).toSorted()));
  return Array.from(groups.values(), (group) => tableOf(group, modules));
};

const tableOf = (rows: readonly ResultRow[], modules: readonly string[]): ResultTable => {
  const first = rows[0]?.experiments ?? {};
  const varying = modules.filter((name) => rows.some(({ experiments }) => experiments[name] !== first[name]));
  const common = modules.filter((name) => !varying.includes(name)).map((name) => [name, first[name] ?? ""] as const);
  const fields = Object.keys(rows[0]?.values ?? {});
  return { common: Object.fromEntries(common), varying, fields, rows: rows.map((row) => inOrder(row, fields)) };
};

const inOrder = ({ key, experiments, values }: ResultRow, fields: readonly string[]): ResultRow => ({
  key,
  experiments,
  values: Object.fromEntries(fields.map((field) => [field, values[field] ?? null])),
});
