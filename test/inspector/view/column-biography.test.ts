import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { columnBiography, type ColumnBiography } from "../../../src/inspector/view/column-biography.ts";
import { schemaSteps } from "../../../src/inspector/view/schema-steps.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import type { FieldChange } from "../../../src/schema/field-change.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

const biographyOf = (records: readonly JournalRecord[], column: string): ColumnBiography => {
  const fold = new RunFold(columnsOf(records));
  fold.seek(records.length);
  const changesOf = ({ seq }: { readonly seq: number }) => {
    const record = records[seq - 1];
    return record?.type === "module.completed" ? record.changes : undefined;
  };
  return columnBiography(fold, schemaSteps(fold), changesOf, column);
};

const completedOf = (records: readonly JournalRecord[]) => records.filter((each) => each.type === "module.completed");

/** Every name of a column there is in a journal. */
const columnsIn = (records: readonly JournalRecord[]): readonly string[] => [
  ...new Set(
    records.flatMap((each) => (each.type === "schema.recorded" ? each.schema.fields.map(({ name }) => name) : [])),
  ),
];

const fieldsIn = (records: readonly JournalRecord[]): ReadonlyMap<string | null, readonly string[]> =>
  new Map(
    records.flatMap((each) =>
      each.type === "schema.recorded" ? [[each.fingerprint, each.schema.fields.map(({ name }) => name)]] : [],
    ),
  );

/** The same history with every column called `new:…` from this module on: it renames those that it keeps. */
const renamedAt = (records: readonly JournalRecord[], depth: number): readonly JournalRecord[] => {
  const fields = fieldsIn(records);
  const { plan } = new RunFold(columnsOf(records));
  return records.map((record): JournalRecord => {
    if (record.type !== "module.completed") return record;
    const own = plan.execution(record.execution).depth;
    if (own < depth) return record;
    const changes = record.changes.map((change): FieldChange => {
      const { target } = change;
      if (target.kind === "dataset") return change;
      const [column = "", ...members] = target.path;
      if (own === depth && change.type === "DELETE" && members.length === 0) return change;
      return { ...change, target: { ...target, path: [`new:${column}`, ...members] } } as FieldChange;
    });
    const after = fields.get(record.schemaAfter) ?? [];
    const kept = own === depth ? (fields.get(record.schemaBefore) ?? []).filter((name) => after.includes(name)) : [];
    const renames = kept.map((name): FieldChange => ({
      type: "UPDATE",
      target: { kind: "field", path: [`new:${name}`] },
      before: { name },
      after: { name: `new:${name}` },
      aspects: ["name"],
      verdict: "breaking",
    }));
    return { ...record, changes: [...changes, ...renames] };
  });
};

/** Whether a change is of a column's own name: a member of a struct may be renamed while its column is not. */
const isRenameOf = (change: FieldChange): boolean =>
  change.type === "UPDATE" &&
  change.aspects.includes("name") &&
  change.target.kind === "field" &&
  change.target.path.length === 1;

/** What is told of a column, by execution; without renames, and with the names it had before. */
const toldOf = (records: readonly JournalRecord[], column: string): readonly string[] =>
  biographyOf(records, column).events.flatMap(({ executions, change: { type, target, ...change } }) => {
    const isRename = "aspects" in change && change.aspects.includes("name");
    const path = target.kind === "field" ? target.path.map((name) => name.replace(/^new:/u, "")) : [];
    return isRename ? [] : executions.map((execution) => JSON.stringify([execution, type, path]));
  });

describe("the biography of a column", () => {
  test("has each change of it once for each execution that made it, where nothing is renamed", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        for (const column of columnsIn(records)) {
          const made = completedOf(records).flatMap(({ execution, changes }) =>
            changes
              .filter(({ target }) => target.kind === "field" && target.path[0] === column)
              .map(({ type, target }) => JSON.stringify([execution, type, target])),
          );
          const told = biographyOf(records, column).events.flatMap(({ executions, change: { type, target } }) =>
            executions.map((execution) => JSON.stringify([execution, type, target])),
          );
          expect(told.toSorted()).toEqual(made.toSorted());
        }
      }),
    );
  });

  test("says of every execution whether the column came or went, as the schemas before and after do", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const fieldsOf = fieldsIn(records);
        for (const column of columnsIn(records)) {
          const { events } = biographyOf(records, column);
          const saidOf = (execution: number, type: string): number =>
            events.filter(
              ({ change, executions }) =>
                change.type === type &&
                change.target.kind === "field" &&
                change.target.path.length === 1 &&
                executions.includes(execution),
            ).length;
          for (const { execution, schemaBefore, schemaAfter } of completedOf(records)) {
            // Of columns of one name some may come while others stay.
            const [before = [], after = []] = [fieldsOf.get(schemaBefore), fieldsOf.get(schemaAfter)];
            const count = (names: readonly string[]): number => names.filter((name) => name === column).length;
            expect(saidOf(execution, "CREATE") - saidOf(execution, "DELETE")).toBe(count(after) - count(before));
          }
        }
      }),
    );
  });

  test("loses nothing where all columns are renamed, and tells each rename under both names", () => {
    const undoubled = journal().filter((records) =>
      Array.from(fieldsIn(records).values()).every((names) => new Set(names).size === names.length),
    );
    fc.assert(
      fc.property(undoubled, fc.integer({ min: 1, max: 2 }), (records, depth) => {
        const renamed = renamedAt(records, depth);
        const { plan } = new RunFold(columnsOf(records));
        for (const column of columnsIn(records)) {
          const [old, now] = [toldOf(renamed, column), toldOf(renamed, `new:${column}`)];
          expect(new Set([...old, ...now])).toEqual(new Set(toldOf(records, column)));
          const renamesUnder = (name: string): readonly number[] =>
            biographyOf(renamed, name)
              .events.filter(({ change }) => isRenameOf(change))
              .flatMap(({ executions }) => executions);
          expect(renamesUnder(column)).toEqual(renamesUnder(`new:${column}`));
          // What was renamed had come about above, under the name before.
          for (const execution of renamesUnder(`new:${column}`)) {
            const above = plan.experiment(plan.execution(execution).experiment).executions;
            const created = above.map((each) => JSON.stringify([each, "CREATE", [column]]));
            expect(created.some((each) => now.includes(each))).toBe(true);
          }
        }
      }),
    );
  });

  test("follows a column under the names it has, and nothing else that has one of them", async () => {
    const workflow = defineWorkflow("names")
      .module("Loader", { run: ({ experimentName }) => [experimentName === "cities" ? { city: "a" } : { town: "a" }] })
      .module("Namer", {
        run: ({ input, experimentName, declare }) => {
          const [row = {}] = input.data;
          if (experimentName === "keep") return [row];
          if (!("city" in row)) return [{ place: "z" }];
          declare({ renamed: { city: "place" } });
          return [{ place: row.city }];
        },
      })
      .module("Coder", { run: () => [{ place: 1 }] });
    const executor = new Executor({
      workflow,
      config: { Loader: { cities: {}, towns: {} }, Namer: { rename: {}, keep: {} }, Coder: { code: {} } },
    });
    await executor.run();
    const { records } = executor.status;
    const told = (column: string): readonly string[] =>
      biographyOf(records, column).events.map(
        ({ moduleName, experimentName, change, executions }) =>
          `${moduleName}[${experimentName}] ${change.type} ${executions.length}`,
      );
    expect(biographyOf(records, "city").names).toEqual(["city", "place"]);
    // What came of city, and of the city that kept its name: not the place that stands where a town was.
    expect(told("city")).toEqual([
      "Loader[cities] CREATE 1",
      "Namer[rename] UPDATE 1",
      "Coder[code] TRANSFORM 1",
      "Coder[code] DELETE 1",
    ]);
    expect(told("town")).toEqual(["Loader[towns] CREATE 1", "Namer[rename] DELETE 1", "Coder[code] DELETE 1"]);
    // Any place, and the city one of them was.
    expect(biographyOf(records, "place").names).toEqual(["place", "city"]);
    expect(told("place")).toContain("Loader[cities] CREATE 1");
    expect(told("place")).toContain("Namer[rename] UPDATE 1");
    expect(told("place")).toContain("Namer[rename] CREATE 1");
  });
});
