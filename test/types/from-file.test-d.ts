import * as Schema from "effect/Schema";
import { expectTypeOf, test } from "vitest";

import { defineWorkflow, fromFile } from "../../src/index.ts";
import type { bare, effectful, full, part } from "./file-modules.ts";

const url = new URL("file:///trainer.ts");
const loader = defineWorkflow("typed").module("Loader", { run: () => [{ n: 1 }] });

test("a module by file is typed by what its file exports", () => {
  loader
    .module("Full", { params: Schema.Struct({ depth: Schema.Number }), run: fromFile<typeof full>(url) })
    .module("Next", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<{ depth: number }>() });
  loader
    .module("Part", { run: fromFile<typeof part>(url) })
    .module("Next", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<number>() });
  loader
    .module("Bare", { run: fromFile<typeof bare>(url) })
    .module("Next", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<string>() });
  loader
    .module("Untyped", { run: fromFile(url) })
    .module("Next", { run: ({ input }) => expectTypeOf(input.data).toEqualTypeOf<unknown>() });
});

test("a file whose module reads what is not there does not compile", () => {
  const words = defineWorkflow("words").module("Loader", { run: () => "a text" });
  // @ts-expect-error -- the module reads rows, and the one before gives a text
  words.module("Part", { run: fromFile<typeof part>(url) });
  // @ts-expect-error -- the module reads params.depth, and its params have no schema that says so
  loader.module("Full", { run: fromFile<typeof full>(url) });
});

test("a file that gives an Effect does not compile", () => {
  // @ts-expect-error -- an Effect cannot go from one thread to another
  fromFile<typeof effectful>(url);
});
