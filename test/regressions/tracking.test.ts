/** PETsARD 1.6.0's defects in what it tracks, each as a claim about runstate. */
import { expect, test } from "vitest";

import { type Change, defineWorkflow, describeSchema, Executor, type Schema, type Snapshot } from "../../src/index.ts";
import { oneHot, people } from "./people.ts";
import { noAnswer } from "./thrown.ts";

const columns = (schema: Schema | null | undefined): readonly string[] =>
  (schema?.fields ?? []).map(({ name, type }) => `${name}: ${type}`);

const told = ({ type, target }: Change): string =>
  target.kind === "dataset" ? type : `${type} ${target.path.join(".")}`;

const original = ["id: int64", "age: int64", "income: int64", "city: utf8"];
const encoded = ["id", "age", "income", "city_b", "city_c"].map((name) => `${name}: float64`);

const only = (snapshots: readonly Snapshot[]): Snapshot["metadata"] => {
  expect(snapshots).toHaveLength(1);
  return snapshots[0]?.metadata ?? { schemaBefore: null, schemaAfter: null };
};

test("01: the reference's Splitter puts out an empty schema; runstate's has the schema of its rows, for whatever follows", async () => {
  const workflow = defineWorkflow("split")
    .module("Loader", { run: () => people })
    .module("Splitter", { run: ({ input }) => input.data.slice(0, 3) })
    .module("Preprocessor", {
      run: ({ input }) => {
        if (!columns(input.schema).includes("city: utf8")) throw new Error("Field city not found in metadata");
        return oneHot(input.data);
      },
    });
  const config = { Loader: { d: {} }, Splitter: { half: {} }, Preprocessor: { onehot: {} } };
  const executor = new Executor({ workflow, config });
  await executor.run();
  expect(executor.isExecutionCompleted()).toBe(true);
  expect(columns(executor.status.getMetadata("Loader[d]_Splitter[half]"))).toEqual(original);
  expect(executor.status.getMetadata("Loader[d]_Splitter[half]")?.rows).toBe(3);
});

test("02: the reference records a Preprocessor's input schema as its output; runstate records what came out", async () => {
  const workflow = defineWorkflow("encode")
    .module("Loader", { run: () => people })
    .module("Preprocessor", { run: ({ input }) => oneHot(input.data) });
  const executor = new Executor({ workflow, config: { Loader: { d: {} }, Preprocessor: { onehot: {} } } });
  await executor.run();
  const { schemaBefore, schemaAfter } = only(
    executor.status.getSnapshots({ moduleName: "Preprocessor", phase: "after" }),
  );
  expect(columns(schemaBefore)).toEqual(original);
  expect(columns(schemaAfter)).toEqual(encoded);
  expect(executor.status.getChangeHistory({ moduleName: "Preprocessor" }).map(told).toSorted()).toEqual([
    "CREATE city_b",
    "CREATE city_c",
    "DELETE city",
    "TRANSFORM age",
    "TRANSFORM id",
    "TRANSFORM income",
  ]);
});

test("03: the reference's schema before is a sibling's last output; runstate's is that of the module's input", async () => {
  const workflow = defineWorkflow("siblings")
    .module("Loader", { run: ({ experimentName }) => [{ [experimentName]: 1 }] })
    .module("Preprocessor", { run: ({ input, experimentName }) => [{ ...input.data[0], [experimentName]: 2 }] })
    .module("Reporter", { run: () => "a report" });
  const executor = new Executor({
    workflow,
    config: { Loader: { l1: {}, l2: {} }, Preprocessor: { p1: {}, p2: {} }, Reporter: { r: {} } },
  });
  await executor.run();
  const before = executor.status
    .getSnapshots({ phase: "before" })
    .map(({ experimentKey, metadata }) => [experimentKey, metadata.schemaBefore && columns(metadata.schemaBefore)]);
  const inputs: unknown[] = [];
  for (const l of ["l1", "l2"]) {
    inputs.push([`Loader[${l}]`, null]);
    for (const p of ["p1", "p2"]) {
      const key = `Loader[${l}]_Preprocessor[${p}]`;
      inputs.push([key, [`${l}: int64`]], [`${key}_Reporter[r]`, [`${l}: int64`, `${p}: int64`]]);
    }
  }
  expect(before).toEqual(inputs);
});

test("04: the reference knows only create and update of a whole schema, also when nothing changed; runstate tells each field, and nothing when nothing changed", async () => {
  const workflow = defineWorkflow("changes")
    .module("Loader", { run: () => [1, 2].map((n) => ({ gone: n, wider: n, holed: n })) })
    .module("Copier", { run: ({ input }) => input.data.map((row) => ({ ...row })) })
    .module("Changer", { run: () => [1, 2].map((n) => ({ wider: n / 2, holed: n === 1 ? n : null, added: "x" })) });
  const executor = new Executor({ workflow, config: { Loader: { l: {} }, Copier: { c: {} }, Changer: { t: {} } } });
  await executor.run();
  const changes = (moduleName: string) => executor.status.getChangeHistory({ moduleName });
  expect(changes("Loader").map(told)).toEqual(["CREATE", "CREATE gone", "CREATE wider", "CREATE holed"]);
  expect(changes("Copier")).toEqual([]);
  expect(changes("Changer").map(told).toSorted()).toEqual([
    "CREATE added",
    "DELETE gone",
    "TRANSFORM wider",
    "UPDATE holed",
  ]);
  expect(executor.status.getChangeHistory({ type: "UPDATE" })).toMatchObject([
    { before: { nullable: false }, after: { nullable: true } },
  ]);
  const [widened] = executor.status.getChangeHistory({ type: "TRANSFORM", field: "wider" });
  expect([widened?.before, widened?.after]).toMatchObject([{ type: "int64" }, { type: "float64" }]);
});

test("05: the reference's evolution drops a schema whose id it has seen; runstate lists every stage, a return to an older schema too", async () => {
  const frames = new Map<string, readonly object[]>([
    ["narrow", [{ x: 1 }]],
    ["wide", [{ x: 1, y: 2 }]],
    ["narrow_again", [{ x: 1 }]],
  ]);
  const workflow = defineWorkflow("evolution").module("Loader", {
    run: ({ experimentName }) => {
      const data = frames.get(experimentName) ?? [];
      return { data, schema: { fields: [], ...describeSchema(data), meta: { schema_id: "d" } } };
    },
  });
  const executor = new Executor({ workflow, config: { Loader: { narrow: {}, wide: {}, narrow_again: {} } } });
  await executor.run();
  const stages = executor.status.getMetadataEvolution("Loader");
  expect(stages.map(({ experimentName, schema }) => [experimentName, ...columns(schema)])).toEqual([
    ["narrow", "x: int64"],
    ["wide", "x: int64", "y: int64"],
    ["narrow_again", "x: int64"],
  ]);
  expect(stages.map(({ schema }) => schema?.meta)).toEqual(
    frames
      .values()
      .map(() => ({ schema_id: "d" }))
      .toArray(),
  );
});

test("06: the reference finds changes by a part of a name, and its totals stop at the cap; runstate matches exactly, and its totals are exact", async () => {
  const workflow = defineWorkflow("names")
    .module("Loader", { run: () => [{ a: 1 }] })
    .module("Preprocessor", { run: () => [{ b: 1 }] });
  const config = { Loader: { l: {} }, Preprocessor: { after_Loader: { repeat: 9 } } };
  const all = new Executor({ workflow, config });
  const few = new Executor({ workflow, config, keepRecords: 3 });
  await Promise.all([all.run(), few.run()]);
  const modules = new Set(all.status.getChangeHistory({ moduleName: "Loader" }).map(({ moduleName }) => moduleName));
  expect([...modules]).toEqual(["Loader"]);
  const part: string = "load";
  expect(noAnswer(() => all.status.getChangeHistory({ moduleName: part }))).toBe("unknown-module");
  expect(noAnswer(() => all.status.getChangeHistory({ experimentName: "after_Loader" }))).toBe("unknown-experiment");
  expect(few.status.snapshots.length).toBeLessThanOrEqual(3);
  const totals = ({ status }: typeof all) => {
    const { totalSnapshots, totalChanges, totalTimings } = status.getStatusSummary();
    return { totalSnapshots, totalChanges, totalTimings };
  };
  expect(totals(all)).toEqual({ totalSnapshots: 20, totalChanges: 2 + 9 * 2, totalTimings: 10 });
  expect(totals(few)).toEqual(totals(all));
});

test("07: the reference keeps the downstream metadata of an earlier branch or run; runstate knows none until the module ran below this one", async () => {
  let look = (): unknown => undefined;
  const seen: unknown[] = [];
  const workflow = defineWorkflow("stale")
    .module("Loader", {
      run: ({ experimentName }) => {
        seen.push(look());
        return [{ [experimentName]: 1 }];
      },
    })
    .module("Preprocessor", { run: ({ input }) => input.data });
  const executor = new Executor({ workflow, config: { Loader: { l1: {}, l2: {} }, Preprocessor: { p: {} } } });
  const below = ["Loader[l1]_Preprocessor[p]", "Loader[l2]_Preprocessor[p]"];
  look = () => below.map((key) => executor.status.getState(key));
  await executor.run();
  await executor.run();
  const fresh = ["NotStarted", "NotStarted"];
  expect(seen).toEqual([fresh, ["Completed", "NotStarted"], fresh, ["Completed", "NotStarted"]]);
  const [reput] = executor.status.getSnapshots({ moduleName: "Loader", experimentName: "l2", phase: "before" });
  const then = executor.status.statusAt(reput?.snapshotId ?? "");
  expect(columns(then.getMetadata(below[0] ?? ""))).toEqual(["l1: int64"]);
  expect(noAnswer(() => then.getMetadata(below[1] ?? ""))).toBe("not-started");
});
