import * as fc from "fast-check";
import { expect, test } from "vitest";

import { defineWorkflow, loadStatus, memoryStore, parseConfigYaml, planConfig } from "../../src/index.ts";
import { checkWorkflow, exploreRun, faultScript, machineCommands } from "../../src/testing/index.ts";
import { moduleMachine } from "../../machines/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { checkWord, wordProblem } from "../../src/workflow/check-word.ts";

const workflow = defineWorkflow("one").module("Loader", { run: () => 1 });
const plan = planConfig({ Loader: { a: {} } });
const size = { modules: 1, experiments: 1, concurrency: 1 };

/** Options of which the compiler knows nothing. */
const loose = (name: string, value: unknown): object => ({ [name]: value });

test.each<readonly [message: string, make: () => unknown]>([
  [
    'loadStatus: retain: "leafs" is no value of it. Did you mean leaves?',
    () => loadStatus(memoryStore(), "r1", loose("retain", "leafs")),
  ],
  [
    'sqliteStore: durability: "ful" is no value of it. Did you mean full?',
    () => sqliteStore("none.db", loose("durability", "ful")),
  ],
  [
    'checkWorkflow: onFailure: "stopp" is no value of it. Did you mean stop?',
    () => checkWorkflow(workflow, loose("onFailure", "stopp")),
  ],
  [
    'checkWorkflow: faults: "crush" is no value of it. Did you mean crash?',
    () => checkWorkflow(workflow, loose("faults", ["throw", "crush"])),
  ],
  [
    'exploreRun: onFailure: "stopp" is no value of it. Did you mean stop?',
    () => exploreRun({ ...size, ...loose("onFailure", "stopp") }),
  ],
  [
    'exploreRun: kinds: "timeot" is no value of it. Did you mean timeout?',
    () => exploreRun({ ...size, ...loose("kinds", ["fail", "timeot"]) }),
  ],
  [
    'faultScript: kinds: "slwo" is no value of it. Did you mean slow?',
    () => faultScript(plan, loose("kinds", ["slwo"])),
  ],
  [
    'machineCommands: illegal: "sent" is no value of it. Did you mean send?',
    () =>
      machineCommands(moduleMachine, {
        events: [fc.constant({ type: "module.start", at: 0, attempt: 1 })],
        send: () => undefined,
        check: () => undefined,
        ...loose("illegal", "sent"),
      }),
  ],
])("a value that would count as another is refused: %s", async (message, make) => {
  // Thrown or rejected, as each does with all that it refuses.
  await expect(new Promise((resolve) => resolve(make()))).rejects.toThrow(new RangeError(message));
});

test("every one of the words is let through, and so is an option that is not given; nothing else is", () => {
  const words = ["all", "leaves"] as const;
  for (const word of [...words, undefined])
    expect(wordProblem<"all" | "leaves", typeof words>(word, words)).toBeUndefined();
  fc.assert(
    fc.property(fc.anything(), (value) => {
      fc.pre(value !== undefined && value !== "all" && value !== "leaves");
      expect(wordProblem(value as "all" | "leaves", words)?.reason).toMatch(/ is no value of it$/u);
    }),
  );
});

test("a value that is like none is refused with those there are", () => {
  expect(wordProblem(JSON.parse("null") as "all" | "leaves", ["all", "leaves"])).toEqual({
    reason: "null is no value of it",
    remedy: "There are all, leaves.",
  });
});

test("a limit of bytes that is no number lets no text through", () => {
  expect(() => parseConfigYaml("Loader: {a: {}}", loose("maxBytes", "1 MB"))).toThrow("1 MB");
});

test("a word that is forgotten, and one that is none, does not compile", () => {
  const retain: "all" | "leaves" = "all";
  // @ts-expect-error leaves is forgotten
  expect(() => checkWord<"all" | "leaves", readonly ["all"]>("load", "retain", retain, ["all"])).not.toThrow();
  // @ts-expect-error there is no some
  expect(() => checkWord("load", "retain", retain as "all" | "leaves", ["all", "leaves", "some"])).not.toThrow();
});
