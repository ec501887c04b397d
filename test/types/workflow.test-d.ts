import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { describe, expectTypeOf, test } from "vitest";
import { z } from "zod";
import * as v from "valibot";

import {
  type ConfigFor,
  defineWorkflow,
  Executor,
  type ExecutorOptions,
  type ModuleType,
  type RunOutcome,
  type Status,
  type Tracked,
} from "../../src/index.ts";

const workflow = defineWorkflow("typed")
  .module("Loader", { params: Schema.Struct({ rows: Schema.Number }), run: ({ params }) => [{ n: params.rows }] })
  .module("Scaler", { run: async ({ input }) => input.data.map(({ n }) => ({ scaled: n / 2 })) })
  .module("Counter", { run: ({ input, upstream }) => input.data.length + upstream("Loader").data.length });

describe("a module's input", () => {
  test("is the data of the module before, promises awaited", () => {
    defineWorkflow("w")
      .module("A", { run: async () => ({ a: 1 }) })
      .module("B", {
        run: ({ input }) => {
          expectTypeOf(input).toEqualTypeOf<Tracked<{ a: number }>>();
          return Effect.succeed("text");
        },
      })
      .module("C", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<string>() });
  });

  test("is a list that cannot be written to, as it is shared; what is no list keeps its type", () => {
    class Frame {
      readonly #rows: number[] = [];
      push(row: number): number {
        return this.#rows.push(row);
      }
    }
    type Nested = readonly Nested[] | number;
    const nested: Nested = [1, [2]];
    defineWorkflow("w")
      .module("A", { run: () => [{ n: 1, tags: ["a"] }] })
      .module("B", {
        run: ({ input, upstream }) => {
          expectTypeOf(input.data).toEqualTypeOf<readonly { n: number; tags: string[] }[]>();
          // @ts-expect-error the list is frozen
          input.data.push({ n: 2, tags: [] });
          // @ts-expect-error the list is frozen
          upstream("A").data.reverse();
          return [1, "two"] as [number, string];
        },
      })
      .module("C", {
        run: ({ input }) => {
          expectTypeOf(input.data).toEqualTypeOf<readonly [number, string]>();
          return Float64Array.of(1);
        },
      })
      .module("D", {
        run: ({ input }) => {
          input.data[0] = 2;
          return new Frame();
        },
      })
      .module("E", {
        run: ({ input }) => {
          expectTypeOf(input.data).toEqualTypeOf<Frame>();
          return nested;
        },
      })
      .module("F", { run: ({ input }): Nested => input.data });
    const doubled = <Row extends { id: number }>(rows: Row[], twice: (row: Row) => number) =>
      defineWorkflow("generic")
        .module("A", { run: () => rows })
        .module("B", { run: ({ input }) => input.data.map((row) => twice(row)) });
    expectTypeOf(doubled).toBeFunction();
  });

  test("is undefined for the first module", () => {
    defineWorkflow("w").module("A", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<undefined>() });
  });

  test("is the data of `{ data, schema }`", () => {
    defineWorkflow("w")
      .module("A", { run: () => ({ data: 1n, schema: null }) })
      .module("B", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<bigint>() });
  });
});

describe("upstream", () => {
  test("knows the modules before, by name", () => {
    defineWorkflow("w")
      .module("A", { run: () => 1 })
      .module("B", { run: () => "b" })
      .module("C", {
        run: ({ upstream }) => {
          expectTypeOf(upstream("A").data).toEqualTypeOf<number>();
          expectTypeOf(upstream("B").data).toEqualTypeOf<string>();
          // @ts-expect-error a module is not its own upstream
          upstream("C");
          // @ts-expect-error no module of this name
          upstream("a");
        },
      });
  });
});

describe("reuse", () => {
  test("is asked for its dependencies with the module's own params, and names modules before", () => {
    defineWorkflow("w")
      .module("A", { run: () => 1 })
      .module("B", {
        params: z.object({ path: z.string() }),
        reuse: {
          version: "1",
          upstream: ["A"],
          dependsOn: (params) => {
            expectTypeOf(params).toEqualTypeOf<{ path: string }>();
            return { file: params.path };
          },
        },
        run: ({ params }) => params.path,
      })
      .module("C", { reuse: { dependsOn: async () => ({ library: "1.0" }) }, run: () => 1 })
      .module("D", { reuse: { dependsOn: () => Effect.succeed({ library: "1.0" }) }, run: () => 1 })
      .module("E", { reuse: true, run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<number>() });
    defineWorkflow("w").module("A", { reuse: false, run: () => 1 });
    // @ts-expect-error a hash alone has no name
    defineWorkflow("w").module("A", { reuse: { dependsOn: "1.0" }, run: () => 1 });
  });
});

describe("params", () => {
  test("are what an effect Schema, zod or valibot decodes to", () => {
    defineWorkflow("w")
      .module("A", {
        params: Schema.Struct({ seed: Schema.NumberFromString }),
        run: ({ params }) => expectTypeOf(params.seed).toEqualTypeOf<number>(),
      })
      .module("B", {
        params: z.object({ k: z.string().transform((text) => text.length) }),
        run: ({ params }) => expectTypeOf(params).toEqualTypeOf<{ k: number }>(),
      })
      .module("C", {
        params: v.object({ flag: v.optional(v.boolean(), false) }),
        run: ({ params }) => expectTypeOf(params).toEqualTypeOf<{ flag: boolean }>(),
      });
  });

  test("of a literal config are checked against the module's schema", () => {
    // @ts-expect-error rows is a number
    new Executor({ workflow, config: { Loader: { a: { rows: "3" } }, Scaler: { s: {} }, Counter: { c: {} } } });
    // @ts-expect-error rows is missing
    new Executor({ workflow, config: { Loader: { a: {} }, Scaler: { s: {} }, Counter: { c: {} } } });
  });
});

describe("a workflow", () => {
  test("refuses a second module of the same name", () => {
    // @ts-expect-error "Loader" is taken
    workflow.module("Loader", { run: () => 1 });
  });

  test("refuses a literal config without one of its modules", () => {
    // @ts-expect-error Counter has no experiment
    new Executor({ workflow, config: { Loader: { a: { rows: 1 } }, Scaler: { s: {} } } });
  });
});

describe("a config", () => {
  const scored = defineWorkflow("scored").module("Scorer", {
    params: z.object({
      tags: z.array(z.string()),
      by: z.custom<(n: number) => number>().optional(),
      how: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("top"), k: z.number() }),
        z.object({ kind: z.literal("all") }),
      ]),
    }),
    run: () => 1,
  });
  type Modules = NonNullable<typeof scored.types>["modules"];

  test("may hold lists, functions and alternatives, with the types that the schema gives them", () => {
    const executor = new Executor({
      workflow: scored,
      config: { Scorer: { a: { tags: ["x"], by: (n) => n + 1, how: { kind: "top", k: 3 }, repeat: 1 } } },
    });
    expectTypeOf<NonNullable<Parameters<typeof executor.getResult>[0]>>().toEqualTypeOf<"Scorer[a_[1-1]]">();
    // @ts-expect-error the alternative all has no k
    new Executor({ workflow: scored, config: { Scorer: { a: { tags: [], how: { kind: "all", k: 3 } } } } });
  });

  test("may be made elsewhere, as any of the forms of a config", () => {
    const experiments = Object.fromEntries([["a", { tags: ["x"], how: { kind: "all" as const } }]]);
    new Executor({ workflow: scored, config: { Scorer: experiments } });
    const make = (config: ConfigFor<Modules>) => new Executor({ workflow: scored, config });
    expectTypeOf(make).toBeFunction();
    new Executor({ workflow: scored, config: JSON.parse("{}") });
    new Executor({ workflow: scored, config: [["Scorer", [["a", {}]]]] });
    // @ts-expect-error nothing is known of it
    new Executor({ workflow: scored, config: JSON.parse("{}") as unknown });
    // @ts-expect-error it may lack Scorer
    new Executor({ workflow: scored, config: { ...experiments } });
  });

  test("may go through a function for any workflow, with all types", () => {
    const start = <const M extends readonly ModuleType[], const C>(options: ExecutorOptions<M, never, C>) =>
      new Executor(options);
    const config = { Scorer: { a: { tags: ["x"], how: { kind: "all" } } } } as const;
    // @ts-expect-error tags are not readonly in the schema
    start({ workflow: scored, config });
    const executor = start({ workflow: scored, config: { Scorer: { a: { tags: ["x"], how: { kind: "all" } } } } });
    expectTypeOf<NonNullable<Parameters<typeof executor.getResult>[0]>>().toEqualTypeOf<"Scorer[a]">();
  });
});

describe("experiment keys", () => {
  const executor = new Executor({
    workflow,
    config: {
      Loader: { small: { rows: 1 }, big: { rows: 9 } },
      Scaler: { half: { repeat: 2 } },
      Counter: { all: {} },
    },
  });

  test("of a literal config are a union of literals, repeats expanded", () => {
    type Key = Parameters<typeof executor.status.getResult>[0];
    expectTypeOf<NonNullable<Key>>().toEqualTypeOf<
      | "Loader[small]_Scaler[half_[2-1]]_Counter[all]"
      | "Loader[small]_Scaler[half_[2-2]]_Counter[all]"
      | "Loader[big]_Scaler[half_[2-1]]_Counter[all]"
      | "Loader[big]_Scaler[half_[2-2]]_Counter[all]"
    >();
  });

  test("that are misspelt do not compile", () => {
    expectTypeOf(executor.getResult("Loader[big]_Scaler[half_[2-1]]_Counter[all]").data).toEqualTypeOf<number>();
    // @ts-expect-error the experiment is called big
    executor.getResult("Loader[bog]_Scaler[half_[2-1]]_Counter[all]");
    // @ts-expect-error half is repeated twice
    executor.getResult("Loader[big]_Scaler[half_[2-3]]_Counter[all]");
    // @ts-expect-error half alone is not a name after expansion
    executor.getResult("Loader[big]_Scaler[half]_Counter[all]");
  });

  test("of a config the compiler cannot see are strings", () => {
    const opaque = new Executor({ workflow, config: new Map<string, unknown>() });
    type Key = NonNullable<Parameters<typeof opaque.status.getResult>[0]>;
    expectTypeOf<Key>().toEqualTypeOf<string>();
  });
});

describe("the name of a module in a question", () => {
  const { status } = new Executor({
    workflow,
    config: { Loader: { a: { rows: 1 } }, Scaler: { s: {} }, Counter: { c: {} } },
  });

  test("that the workflow does not have does not compile", () => {
    // @ts-expect-error the module is called Loader
    status.getSnapshots({ moduleName: "Lodaer" });
    // @ts-expect-error the module is called Loader
    status.getChangeHistory({ moduleName: "Lodaer", type: "CREATE" });
    // @ts-expect-error the module is called Loader
    status.getTiming().filter({ moduleName: "Lodaer" });
    // @ts-expect-error the module is called Loader
    status.getPreModule("Lodaer");
    // @ts-expect-error the module is called Loader
    status.getMetadataEvolution("Lodaer");
    // @ts-expect-error the module is called Loader
    status.getFullExperiment("Loader[a]", "Lodaer");
  });

  test("is any text where the compiler does not know it, or the workflow", () => {
    for (const { key } of status.getTiming().groupBy("moduleName")) status.getTiming().filter({ moduleName: key });
    const anyRun: Status = status;
    anyRun.getSnapshots({ moduleName: "Lodaer" });
    status.getSnapshots({ moduleName: undefined, experimentName: "a" });
    status.getSnapshots({ moduleName: "Loader", phase: "after" });
  });
});

describe("run", () => {
  test("resolves to an outcome that says why it failed", async () => {
    const executor = new Executor({
      workflow,
      config: { Loader: { a: { rows: 1 } }, Scaler: { s: {} }, Counter: { c: {} } },
    });
    const outcome = await executor.run();
    expectTypeOf(outcome).toEqualTypeOf<RunOutcome>();
    if (outcome.state === "Failed")
      expectTypeOf(outcome.reason).toEqualTypeOf<"error" | "stopped" | "cancelled" | "interrupted">();
    // @ts-expect-error a completed run has no reason
    if (outcome.state === "Completed") outcome.reason;
  });
});

describe("a workflow whose Effects require services", () => {
  class Database extends Context.Service<Database, { readonly rows: number }>()("Database") {}
  const reading = defineWorkflow("reading").module("Loader", {
    run: () => Effect.map(Database, (database) => database.rows),
  });
  const config = { Loader: { a: {} } } as const;

  test("needs a layer that provides them", () => {
    new Executor({ workflow: reading, config, layer: Layer.succeed(Database, { rows: 3 }) });
    // @ts-expect-error Database is not provided
    new Executor({ workflow: reading, config });
    // @ts-expect-error an empty layer does not provide Database
    new Executor({ workflow: reading, config, layer: Layer.empty });
  });

  test("takes no layer when nothing is required", () => {
    // @ts-expect-error nothing is required
    new Executor({ workflow, config: new Map<string, unknown>(), layer: Layer.succeed(Database, { rows: 3 }) });
  });
});
