import { expectTypeOf, test } from "vitest";

import { defineWorkflow } from "../../src/index.ts";
import { checkWorkflow, law, pathLaw, produces } from "../../src/testing/index.ts";

const workflow = defineWorkflow("typed")
  .module("Loader", { run: () => [1, 2, 3] })
  .module("Namer", { run: async ({ input }) => input.data.map(String) });

test("laws written inside of a check know what its modules read and put out", () => {
  void checkWorkflow(workflow, {
    laws: [
      law("of one module", "Namer", ({ before, after, again }) => {
        expectTypeOf(before).toEqualTypeOf<number[]>();
        expectTypeOf(after).toEqualTypeOf<string[]>();
        expectTypeOf(again).toEqualTypeOf<(input: number[]) => Promise<string[]>>();
      }),
      law("of all modules, told apart by their names", (facts) => {
        expectTypeOf(facts.moduleName).toEqualTypeOf<"Loader" | "Namer">();
        if (facts.moduleName === "Loader") expectTypeOf(facts.before).toEqualTypeOf<undefined>();
        else expectTypeOf(facts.after).toEqualTypeOf<string[]>();
      }),
      pathLaw("of a whole path", ({ outputs }) => {
        expectTypeOf(outputs.Loader).toEqualTypeOf<number[]>();
        expectTypeOf(outputs.Namer).toEqualTypeOf<string[]>();
      }),
      produces("Loader", { fields: {} }),
    ],
  });
});

test("a module that is not there cannot have a law", () => {
  // @ts-expect-error -- the workflow has no module of this name
  void checkWorkflow(workflow, { laws: [law("of none", "Reporter", () => true)] });
  // @ts-expect-error -- nor can anything be promised of it
  void checkWorkflow(workflow, { laws: [produces("Reporter", { fields: {} })] });
});
