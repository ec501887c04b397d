/** Modules with `reuse`: what is taken over from earlier runs, what runs, and what is said of why. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type RunOptions, Status } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "reuse-")), "runs.db");

interface World {
  readonly n?: number;
  readonly factor?: number;
  readonly version?: string;
  readonly library?: string;
  readonly rounded?: boolean;
}

/** A workflow that notes which modules run: Loader[a] → Scaler[x] → Reporter[r], all with `reuse`. */
const build = (path: string, world: World = {}, options: RunOptions = {}) => {
  const { n = 1, factor = 2, version = "1", library = "1.0", rounded = false } = world;
  const calls: string[] = [];
  const workflow = defineWorkflow("reused")
    .module("Loader", {
      reuse: true,
      run: ({ params, moduleName }) => {
        calls.push(moduleName);
        return [{ n: Number(params["n"]) }];
      },
    })
    .module("Scaler", {
      reuse: { version, dependsOn: () => ({ library }) },
      run: ({ input, params, moduleName, annotate }) => {
        calls.push(moduleName);
        annotate({ rows: input.data.length });
        return input.data.map((row) => ({ n: row.n * Number(params["factor"]), rounded }));
      },
    })
    .module("Reporter", {
      reuse: { upstream: ["Loader"] },
      run: ({ input, upstream, moduleName }) => {
        calls.push(moduleName);
        return [input.data[0]?.n, upstream("Loader").data[0]?.n];
      },
    });
  const config = { Loader: { a: { n } }, Scaler: { x: { factor } }, Reporter: { r: {} } };
  const executor = new Executor({ workflow, config, store: sqliteStore(path), ...options });
  const why = (module: "Loader" | "Scaler" | "Reporter"): unknown => {
    const key = { Loader: "Loader[a]", Scaler: "Loader[a]_Scaler[x]", Reporter: "Loader[a]_Scaler[x]_Reporter[r]" }[
      module
    ];
    return executor.status.getExecution(key).reuse?.why;
  };
  return { executor, calls, why };
};

const run = async (path: string, world?: World, options?: RunOptions) => {
  const built = build(path, world, options);
  await built.executor.run();
  return built;
};

describe("a module with reuse", () => {
  test("runs when the store holds no result of it", async () => {
    const { calls, why } = await run(newPath());
    expect(calls).toEqual(["Loader", "Scaler", "Reporter"]);
    expect(why("Loader")).toEqual({ kind: "new" });
  });

  test("does not run again in a run of the same: results, schemas, annotations and changes are taken over", async () => {
    const path = newPath();
    const first = await run(path);
    const second = await run(path);
    expect(second.calls).toEqual([]);
    expect(second.executor.getResult()).toEqual(first.executor.getResult());
    const told = ({ executor: { status } }: typeof first) => [
      status.changes.map(({ type, target, before, after }) => [type, target, before, after]),
      status.getSnapshots({ phase: "after" }).map(({ metadata, context }) => [metadata, context]),
    ];
    expect(told(second)).toEqual(told(first));
    const [, done] = first.executor.status.getSnapshots({ moduleName: "Scaler" });
    const seq = Number(done?.snapshotId.split(":").at(-1));
    expect(second.why("Scaler")).toEqual({ kind: "same-key", from: { runId: first.executor.status.runId, seq } });
    expect(second.executor.status.getExecution("Loader[a]")).toMatchObject({ origin: "reused", state: "Completed" });
    expect(Status.fromJournal(second.executor.status.records).getStatusSummary()).toEqual(
      second.executor.status.getStatusSummary(),
    );
  });

  test.each([
    ["version", { version: "2" }, ["Scaler"], [{ part: "version" }]],
    ["params", { factor: 3 }, ["Scaler", "Reporter"], [{ part: "params" }]],
    ["dependency", { library: "1.1" }, ["Scaler"], [{ part: "dependency", name: "library" }]],
  ] as const)(
    "runs again with another %s, and below it only what then reads something else",
    async (_, world, ran, parts) => {
      const path = newPath();
      const first = await run(path);
      const second = await run(path, world);
      expect(second.calls).toEqual(ran);
      expect(second.why("Scaler")).toEqual({
        kind: "changed",
        since: { runId: first.executor.status.runId, seq: expect.any(Number) },
        parts,
      });
    },
  );

  test("runs again when its input or a declared upstream result is another", async () => {
    const path = newPath();
    await run(path);
    const second = await run(path, { n: 5, factor: 0.4 });
    // The Scaler's output is 2, as before; the Reporter reads the Loader's besides.
    expect(second.calls).toEqual(["Loader", "Scaler", "Reporter"]);
    expect(second.why("Scaler")).toMatchObject({ parts: [{ part: "params" }, { part: "input" }] });
    expect(second.why("Reporter")).toMatchObject({ parts: [{ part: "upstream", moduleName: "Loader" }] });
  });

  test("takes over the newest result made from the same, also after one made from something else", async () => {
    const path = newPath();
    await run(path);
    await run(path, { n: 2 });
    const third = await run(path);
    expect(third.calls).toEqual([]);
    const fourth = await run(path);
    expect(fourth.why("Loader")).toMatchObject({ kind: "same-key", from: { runId: third.executor.status.runId } });
  });

  test("runs in a run that is told to take over nothing; its result can be taken over later", async () => {
    const path = newPath();
    await run(path);
    const second = await run(path, {}, { reuse: false });
    expect(second.calls).toEqual(["Loader", "Scaler", "Reporter"]);
    expect(second.why("Loader")).toEqual({ kind: "turned-off" });
    const third = await run(path);
    expect(third.why("Loader")).toMatchObject({ from: { runId: second.executor.status.runId } });
  });

  test("takes nothing from another workflow, nor from another path", async () => {
    const path = newPath();
    const calls: string[] = [];
    const of = (name: string, experimentName: string) =>
      new Executor({
        workflow: defineWorkflow(name).module("Loader", { reuse: true, run: () => calls.push(name) }),
        config: { Loader: { [experimentName]: {} } },
        store: sqliteStore(path),
      }).run();
    await of("one", "a");
    await of("other", "a");
    await of("one", "b");
    await of("one", "a");
    expect(calls).toEqual(["one", "other", "one"]);
  });

  test("leaves repetitions apart: each is taken over by itself", async () => {
    const path = newPath();
    let calls = 0;
    const of = async () => {
      const workflow = defineWorkflow("random").module("Sampler", { reuse: true, run: () => ++calls });
      const executor = new Executor({ workflow, config: { Sampler: { s: { repeat: 3 } } }, store: sqliteStore(path) });
      await executor.run();
      return Object.values(executor.getResult()).map((result) => result?.data);
    };
    expect(await of()).toEqual([1, 2, 3]);
    expect(await of()).toEqual([1, 2, 3]);
  });

  test("runs in both of two runs that are in progress at once, and is taken over by the next", async () => {
    const store = sqliteStore(newPath());
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    const workflow = defineWorkflow("beside").module("Loader", {
      reuse: true,
      run: async () => {
        if (++calls === 2) gate.resolve();
        await gate.promise;
        return "loaded";
      },
    });
    const of = () => new Executor({ workflow, config: { Loader: { a: {} } }, store });
    const both = [of(), of()];
    await Promise.all(both.map((executor) => executor.run()));
    expect(both.map(({ status }) => status.getExecution("Loader[a]").reuse?.why)).toEqual([
      { kind: "new" },
      { kind: "new" },
    ]);
    const third = of();
    await third.run();
    expect(calls).toBe(2);
    expect(third.getResult("Loader[a]").data).toBe("loaded");
  });

  test("does nothing without a store", async () => {
    const workflow = defineWorkflow("w").module("Loader", { reuse: true, run: () => 1 });
    const executor = new Executor({ workflow, config: { Loader: { a: {} } } });
    await executor.run();
    await executor.run();
    expect(executor.status.getExecution("Loader[a]")).toMatchObject({ origin: "executed" });
    expect(executor.status.getExecution("Loader[a]").reuse).toBeUndefined();
  });
});

describe("a result without a key", () => {
  const outcome = async (definition: object, config: Readonly<Record<string, unknown>>, key: string) => {
    const workflow = defineWorkflow("w")
      .module("Loader", { run: () => () => 1 })
      .module("Caller", { run: ({ input }) => input.data(), ...definition });
    const executor = new Executor({
      workflow,
      config: { Loader: { a: {} }, Caller: { c: config } },
      store: sqliteStore(newPath()),
    });
    await executor.run();
    return executor.status.getExecution(key);
  };

  test("is one whose input could not be stored", async () => {
    const view = await outcome({ reuse: true }, {}, "Loader[a]_Caller[c]");
    expect(view).toMatchObject({ state: "Completed", origin: "executed" });
    expect(view.reuse).toEqual({
      why: { kind: "input-not-stored", detail: expect.stringContaining("not storable: $") },
    });
  });

  test("is one whose params hold code", async () => {
    const view = await outcome({ reuse: true }, { f: () => 1 }, "Loader[a]_Caller[c]");
    expect(view.reuse).toEqual({ why: { kind: "unknown-params" } });
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no such file");
      },
      "dependsOn failed: no such file",
    ],
    ["rejects", () => Promise.reject(new Error("no such file")), "dependsOn failed: no such file"],
    ["fails", () => Effect.fail(new Error("no such file")), "dependsOn failed: no such file"],
    ["gives code", () => ({ fit: () => 1 }), 'dependency "fit": $ is a function'],
    ["gives no names", () => ["1.0"], "dependsOn gave no object of named dependencies"],
  ])("is one whose dependsOn %s; the module runs all the same", async (_, dependsOn, detail) => {
    const path = newPath();
    const workflow = defineWorkflow("w").module("Loader", {
      run: () => 1,
      reuse: { dependsOn: dependsOn as () => object as never },
    });
    const executor = new Executor({ workflow, config: { Loader: { a: {} } }, store: sqliteStore(path) });
    expect((await executor.run()).state).toBe("Completed");
    expect(executor.status.getExecution("Loader[a]").reuse).toEqual({
      why: { kind: "dependencies-unknown", detail: expect.stringContaining(detail) },
    });
  });
});

describe("what a module asks for with upstream", () => {
  test("is refused when it has reuse and did not declare it", async () => {
    const workflow = defineWorkflow("w")
      .module("Loader", { run: () => 1 })
      .module("Middle", { run: () => 2 })
      .module("Reporter", { reuse: true, run: ({ upstream }) => upstream("Middle").data + upstream("Loader").data });
    const executor = new Executor({ workflow, config: { Loader: { a: {} }, Middle: { b: {} }, Reporter: { c: {} } } });
    await executor.run();
    expect(executor.status.getFailures()[0]?.error.message).toBe(
      'upstream("Loader"): Reporter has reuse, and does not declare that it reads Loader: its results would be taken over when only those of Loader are others. Add reuse: { upstream: ["Loader"] }',
    );
  });

  test("is refused when the workflow is defined, if no such module comes before", () => {
    const define = () =>
      defineWorkflow("w")
        .module("Loader", { run: () => 1 })
        // @ts-expect-error: the compiler knows the modules before
        .module("Reporter", { reuse: { upstream: ["Lodaer"] }, run: () => 1 });
    expect(define).toThrow(
      'Reporter: reuse.upstream names "Lodaer", and no module before this one has that name. Before it are Loader.',
    );
  });
});
