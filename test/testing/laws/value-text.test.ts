import { describe, expect, test } from "vitest";

import { defineWorkflow } from "../../../src/index.ts";
import { law, type Law, pathLaw } from "../../../src/testing/index.ts";
import type { ModuleType } from "../../../src/workflow/define-workflow.ts";
import { findCounterexample as find } from "../find-counterexample.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

describe("a counterexample shows what the law was asked about", () => {
  const shown = async (
    data: () => unknown,
    wrong: Law = law<readonly ModuleType[], string>("never", "Loader", () => false),
  ): Promise<readonly string[]> => {
    const workflow = defineWorkflow("shown")
      .module("Loader", { run: data })
      .module("Counter", { run: () => 2 });
    const { values, message } = await find(workflow, { laws: [wrong], faults: [] });
    for (const value of values) expect(message).toContain(`\n  ${value}\n`);
    return values;
  };

  test("what came in and out of its module", async () => {
    expect(await shown(() => new Map([["a", -0]]))).toEqual(["before: undefined", 'after: new Map([["a",-0]])']);
  });

  test("what each module of a path put out", async () => {
    const wrong = pathLaw<readonly ModuleType[]>("never", () => false);
    expect(await shown(() => [1], wrong)).toEqual(["Loader: [1]", "Counter: 2"]);
  });

  test("long values cut, and those that cannot be read by a word", async () => {
    const [, long = ""] = await shown(() => Array.from({ length: 1000 }, () => 1));
    expect([long.length, long.slice(-3)]).toEqual(["after: ".length + 301, ",1…"]);
    const hostile = Object.defineProperty({}, "rows", {
      enumerable: true,
      get: () => {
        throw new Error("not to be read");
      },
    });
    expect(await shown(() => hostile)).toEqual(["before: undefined", "after: a value that throws where it is read"]);
  });

  test("nothing where a law of every run is broken", async () => {
    let calls = 0;
    const { values } = await find(defineWorkflow("counted").module("Counter", { run: () => ++calls }), {});
    expect(values).toEqual([]);
  });
});
