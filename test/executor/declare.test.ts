import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type ChangeHints, defineWorkflow, diffSchemas, Executor } from "../../src/index.ts";

const columns = ["a", "b", "c", "d", "e"];

const column = fc.constantFrom(...columns);
const rowOf = (names: readonly string[]): readonly object[] => [
  Object.fromEntries(names.map((name, at) => [name, at])),
];

const hints: fc.Arbitrary<ChangeHints> = fc.record(
  {
    renamed: fc.dictionary(column, column, { maxKeys: 2 }),
    derived: fc.dictionary(column, fc.array(column, { maxLength: 2 }), { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);

/** Runs Loader → Changer, where Changer declares hints in any number of calls. */
const run = async (before: readonly string[], after: readonly string[], declared: readonly ChangeHints[]) => {
  const workflow = defineWorkflow("declare")
    .module("Loader", { run: () => rowOf(before) })
    .module("Changer", {
      run: ({ declare }) => {
        for (const each of declared) declare(each);
        return rowOf(after);
      },
    });
  const executor = new Executor({ workflow, config: { Loader: { l: {} }, Changer: { c: {} } } });
  await executor.run();
  return executor.status;
};

const told = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (thrown) {
    return (thrown as Error).message;
  }
};

const some = fc.subarray(columns, { minLength: 1 });

describe("declare", () => {
  test("gives the changes a diff with those hints gives, or the failure it fails with", async () => {
    await fc.assert(
      fc.asyncProperty(some, some, hints, async (before, after, declared) => {
        const status = await run(before, after, [declared]);
        const [loaded] = status.getMetadataEvolution("Loader");
        const described = (await run(after, after, [])).getMetadataEvolution("Loader")[0]?.schema ?? null;
        const expected = told(() => diffSchemas(loaded?.schema ?? null, described, declared)?.changes ?? []);
        const found = status.getFailures()[0]?.error.message ?? status.getChangeHistory({ moduleName: "Changer" });
        expect(typeof found === "string" ? found : found.map(({ type, target }) => ({ type, target }))).toEqual(
          Array.isArray(expected)
            ? (expected as { type: string; target: object }[]).map(({ type, target }) => ({ type, target }))
            : expected,
        );
      }),
      { numRuns: 150 },
    );
  });

  test("called twice adds up", async () => {
    const status = await run(["a", "b"], ["c", "d"], [{ renamed: { a: "c" } }, { renamed: new Map([["b", "d"]]) }]);
    expect(status.getChangeHistory({ moduleName: "Changer" }).map(({ type }) => type)).toEqual(["UPDATE", "UPDATE"]);
  });

  test("of the columns' contents finds the rename they prove", async () => {
    const content = { before: ["same", "x"], after: ["same", "y"] };
    const status = await run(["a", "b"], ["c", "b"], [{ content }, { derived: { b: ["b"] } }]);
    expect(status.getChangeHistory({ moduleName: "Changer", type: "CREATE" })).toEqual([]);
    expect(status.getChangeHistory({ moduleName: "Changer", type: "DELETE" })).toEqual([]);
  });
});
