import * as fc from "fast-check";

import {
  applySchemaPatch,
  type ConfigEntries,
  decodeRecord,
  defineWorkflow,
  diffSchemas,
  encodeRecord,
  equalSchemas,
  invertSchemaPatch,
  JournalError,
  parseExperimentKey,
  planConfig,
  Status,
} from "../../../src/index.ts";
import { canonicalJson } from "../../../src/schema/canonical-json.ts";
import { illegalJournal, journal, schema, schemaEdit, workflowConfig } from "../../../src/testing/index.ts";
import type { Check } from "./check.ts";
import { counted, findingOf, type ValueLaw } from "./property-finding.ts";

const check = <Value>(name: string, law: ValueLaw<Value>): Check => ({ name, find: (seed) => findingOf(law, seed) });

const unlike = (what: string, found: unknown, expected: unknown): string | undefined => {
  const [here, there] = [jsonOf(found), jsonOf(expected)];
  return here === there ? undefined : `${what}: ${here.slice(0, 300)}, expected ${there.slice(0, 300)}`;
};

/** What is undefined is left out, as in a journal. */
const jsonOf = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));

const threeModules = defineWorkflow("planned")
  .module("Loader", { run: () => 1 })
  .module("Splitter", { run: () => 1 })
  .module("Reporter", { run: () => 1 });

/** The experiments of a module, as docs/config.md says that a repeat is expanded. */
const expanded = ([, experiments]: ConfigEntries[number]): readonly string[] =>
  experiments.flatMap(([name, params]) => {
    const of = (params as { readonly repeat?: number }).repeat ?? 0;
    if (of === 0) return [name];
    return Array.from({ length: of }, (_, at) => `${name}_[${of}-${String(at + 1).padStart(String(of).length, "0")}]`);
  });

type Path = readonly (readonly [moduleName: string, experimentName: string])[];

const combinations = (config: ConfigEntries): readonly Path[] =>
  config.reduce<readonly Path[]>(
    (paths, module) => paths.flatMap((path) => expanded(module).map((name) => path.concat([[module[0], name]]))),
    [[]],
  );

const plans = check("plans of random configs", {
  law: "a plan holds every combination once, and each key leads back to its own",
  values: workflowConfig(threeModules, { maxRepeat: 11, maxExecutions: 200 }),
  runs: 150,
  broken: (config) => {
    const plan = planConfig(config);
    const paths = combinations(config);
    const experiments = Array.from({ length: plan.size.experiments }, (_, index) => plan.experiment(index));
    const keys = experiments.map(({ key }) => key);
    const executions = [...plan.executions()];
    return (
      unlike(
        "its experiments",
        experiments.map(({ path }) => path),
        paths,
      ) ??
      (new Set(keys).size < keys.length
        ? `two of its experiments have the key of one: ${keys.join(" ")}`
        : undefined) ??
      unlike("its keys, read back", keys.map(parseExperimentKey), paths) ??
      unlike(
        "its executions, one by one",
        executions.map(({ index }) => plan.execution(index)),
        executions,
      ) ??
      unlike(
        "its executions, by their paths",
        executions.map(({ path }) => plan.indexOf(path)),
        executions.map(({ index }) => index),
      )
    );
  },
  sizeOf: (config) => counted(planConfig(config).size.executions, "execution"),
});

const edits = check("edits of schemas", {
  law: "the changes told of an edit are those it makes, and its patch can be applied and undone",
  values: schema().chain((before) => fc.tuple(fc.constant(before), schemaEdit(before))),
  runs: 400,
  broken: ([before, { what, after, changes, hints }]) => {
    const diff = diffSchemas(before, after, hints);
    if (diff === null) return `${what}, and no change is told of it`;
    const { patch } = diff;
    const made = applySchemaPatch(patch, before);
    const undone = applySchemaPatch(invertSchemaPatch(patch), after);
    if (made === null || !equalSchemas(made, after)) return `${what}, and its patch does not make the schema after`;
    if (undone === null || !equalSchemas(undone, before)) return `${what}, and its patch cannot be undone`;
    return unlike(`${what}, and the changes told of it`, diff.changes, changes);
  },
  sizeOf: ([{ fields }]) => `${counted(fields.length, "column")}, 1 edit`,
});

const legal = check("legal journals", {
  law: "a legal journal is read to its end, whole or again line by line, with exact totals",
  values: journal(),
  runs: 150,
  broken: (records) => {
    const status = Status.fromJournal(records);
    const again = Status.fromJournal(records.map((record) => decodeRecord(JSON.parse(encodeRecord(record)))));
    const { totalSnapshots, totalChanges, totalTimings, lastSnapshot, lastChange } = status.getStatusSummary();
    return (
      unlike(
        "looked back at",
        records.map(({ seq }) => status.statusAt(seq).getStatusSummary()),
        records.map((_, at) => Status.fromJournal(records.slice(0, at + 1)).getStatusSummary()),
      ) ??
      unlike("read back", [again.getStatusSummary(), again.snapshots], [status.getStatusSummary(), status.snapshots]) ??
      unlike(
        "its totals",
        [totalSnapshots, totalChanges, totalTimings, lastSnapshot, lastChange],
        [
          status.snapshots.length,
          status.changes.length,
          status.getTiming().length,
          status.snapshots.at(-1)?.snapshotId ?? null,
          status.changes.at(-1)?.changeId ?? null,
        ],
      )
    );
  },
  sizeOf: (records) => counted(records.length, "record"),
});

const illegal = check("illegal journals", {
  law: "an illegal journal is refused, at the first record that may not stand where it stands",
  values: illegalJournal(),
  runs: 1000,
  broken: ({ records, wrong, seq }) => {
    try {
      Status.fromJournal(records);
      return `${wrong}, and it is read as if it were legal`;
    } catch (thrown) {
      if (!(thrown instanceof JournalError)) throw thrown;
      return thrown.seq === seq ? undefined : `${wrong} at record ${seq}, and record ${thrown.seq} is refused`;
    }
  },
  sizeOf: ({ records }) => counted(records.length, "record"),
});

export const valueChecks: readonly Check[] = [plans, edits, legal, illegal];
