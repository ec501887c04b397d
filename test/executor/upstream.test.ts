import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Executor, type WorkflowDefinition } from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";
import type { ModuleType } from "../../src/workflow/define-workflow.ts";

const names = ["A", "B", "C", "D", "E"];

describe("upstream", () => {
  test("gives every earlier result of the same path, during the whole run, whatever is released", async () => {
    const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 5 });
    const retain = fc.constantFrom("all", "leaves");
    await fc.assert(
      fc.asyncProperty(widths, retain, fc.integer({ min: 1, max: 4 }), async (wide, kept, concurrency) => {
        const sequence = names.slice(0, wide.length);
        const wrong: unknown[] = [];
        const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
          name: "upstream",
          modules: sequence.map((moduleName, depth) => ({
            moduleName,
            params: undefined,
            run: async ({ experimentKey, input, upstream }) => {
              await Promise.resolve();
              const steps = experimentKey.split("_");
              // Each result is the key of its execution, so that any other's would be seen.
              for (const [at, above] of sequence.slice(0, depth).entries()) {
                const found = upstream(above).data;
                if (found !== steps.slice(0, at + 1).join("_")) wrong.push([experimentKey, above, found]);
              }
              if (depth > 0 && input.data !== steps.slice(0, depth).join("_")) wrong.push([experimentKey, input.data]);
              return experimentKey;
            },
          })),
        };
        const config: ConfigEntries = sequence.map((moduleName, at) => [
          moduleName,
          Array.from({ length: wide[at] ?? 0 }, (_, n) => [`e${n}`, {}] as const),
        ]);
        const executor = new Executor({ workflow, config, retain: kept, concurrency });
        const outcome = await executor.run();
        expect([outcome.state, wrong]).toEqual(["Completed", []]);
        expect(Object.entries(executor.getResult()).map(([key, result]) => [key, result?.data])).toEqual(
          Array.from(executor.plan.experimentKeys(), (key) => [key, key]),
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each(["C", "B", "nobody"])(
    "of %s, which is no module before this one, fails with the names of those that are",
    async (asked) => {
      const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
        name: "upstream",
        modules: ["A", "B", "C"].map((moduleName) => ({
          moduleName,
          params: undefined,
          run: ({ upstream }) => (moduleName === "B" ? upstream(asked).data : 1),
        })),
      };
      const executor = new Executor({ workflow, config: { A: { x: {} }, B: { x: {} }, C: { x: {} } } });
      await executor.run();
      expect(executor.status.getFailures()[0]?.error.message).toBe(
        `upstream("${asked}"): no such module before this one; before it are A`,
      );
    },
  );

  test("and the run are no recursion: 1,000 modules in a row", async () => {
    const sequence = Array.from({ length: 1000 }, (_, at) => `M${at}`);
    const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
      name: "long",
      modules: sequence.map((moduleName) => ({
        moduleName,
        params: undefined,
        run: ({ input }) => Number(input.data ?? 0) + 1,
      })),
    };
    const executor = new Executor({ workflow, config: sequence.map((name) => [name, [["e", {}]]] as const) });
    await executor.run();
    expect(Object.values(executor.getResult()).map((result) => result?.data)).toEqual([1000]);
  });
});
