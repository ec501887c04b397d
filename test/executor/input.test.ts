import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type Status } from "../../src/index.ts";

describe("what a module is given", () => {
  test("is its own copy where data cannot be frozen: what it changes in it, its siblings do not see", async () => {
    const seen: number[][] = [];
    const workflow = defineWorkflow("siblings")
      .module("Loader", { run: () => ({ ids: Float64Array.of(1, 2) }) })
      .module("Eater", {
        run: ({ input }) => {
          seen.push([...input.data.ids]);
          return input.data.ids.fill(9).length;
        },
      });
    const executor = new Executor({ workflow, config: { Loader: { l: {} }, Eater: { a: {}, b: {} } } });
    await executor.run();
    expect(seen).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const status: Status = executor.status;
    expect(status.getResult("Loader[l]").data).toEqual({ ids: Float64Array.of(1, 2) });
  });

  test("is described anew when it is returned changed", async () => {
    const workflow = defineWorkflow("in place")
      .module("Loader", { run: () => ({ ids: Float64Array.of(1, 2) }) })
      .module("Scaler", {
        run: ({ input }) => {
          input.data.ids.fill(9);
          return input.data;
        },
      });
    const executor = new Executor({ workflow, config: { Loader: { l: {} }, Scaler: { nines: {} } } });
    await executor.run();
    const { data, schema } = executor.getResult("Loader[l]_Scaler[nines]");
    expect(data.ids).toEqual(Float64Array.of(9, 9));
    expect(schema?.fields[0]?.stats).toMatchObject({ min: 9, max: 9 });
    expect(executor.status.getChangeHistory({ moduleName: "Scaler" })).toMatchObject([
      { type: "UPDATE", target: { path: ["ids"] }, aspects: ["stats"] },
    ]);
  });

  test("cannot be replaced: the object that holds data and schema is frozen, also around a copy", async () => {
    const workflow = defineWorkflow("frozen")
      .module("Loader", { run: () => new Map([["n", 1]]) })
      .module("Reader", {
        run: ({ input, upstream }) => [Object.isFrozen(input), Object.isFrozen(upstream("Loader"))],
      });
    const executor = new Executor({ workflow, config: { Loader: { l: {} }, Reader: { r: {} } } });
    await executor.run();
    expect(executor.getResult("Loader[l]_Reader[r]").data).toEqual([true, true]);
  });
});
