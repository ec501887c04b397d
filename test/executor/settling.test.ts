import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord } from "../../src/index.ts";

const runOne = async (run: () => unknown) => {
  const executor = new Executor({
    workflow: defineWorkflow("one").module("Only", { run }),
    config: { Only: { once: {} } },
  });
  await executor.run();
  const view = executor.status.getExecution("Only[once]");
  return view.state === "Completed"
    ? { state: view.state, data: executor.getResult("Only[once]").data }
    : { state: view.state, reason: view.failure?.reason, error: view.failure?.error.message };
};

const thrower = (): never => {
  throw new Error("hostile");
};
const failed = (error: string) => ({ state: "Failed", reason: "error", error });

describe("whatever a module returns, its execution ends", () => {
  test.each<readonly [string, () => unknown, object]>([
    ["a promise of a promise", () => Promise.resolve(Promise.resolve(1)), { state: "Completed", data: 1 }],
    ["an Effect of a value", () => Effect.succeed(1), { state: "Completed", data: 1 }],
    ["an Effect that dies", () => Effect.die(new Error("defect")), failed("defect")],
    ["an Effect that interrupts itself", () => Effect.interrupt, failed("the module's Effect interrupted itself")],
    ["an Effect that fails with undefined", () => Effect.fail(undefined), failed("undefined")],
    // oxlint-disable-next-line unicorn/no-thenable -- hostile on purpose
    ["a thenable whose then throws", () => ({ then: thrower }), failed("hostile")],
    [
      "a thenable whose then cannot be read",
      // oxlint-disable-next-line unicorn/no-thenable -- hostile on purpose
      () => Object.defineProperty({}, "then", { get: thrower }),
      failed("hostile"),
    ],
    [
      "a promise whose constructor cannot be read",
      () => Object.defineProperty(Promise.resolve(1), "constructor", { get: thrower }),
      failed("hostile"),
    ],
    [
      "a thenable that settles with itself",
      () => {
        const self: { then?: unknown } = {};
        // oxlint-disable-next-line unicorn/no-thenable -- hostile on purpose
        self.then = (resolve: (value: unknown) => void) => resolve({ n: 1 });
        return self;
      },
      { state: "Completed", data: { n: 1 } },
    ],
    [
      "a revoked proxy, thrown",
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        throw proxy;
      },
      { state: "Failed", reason: "error", error: expect.any(String) as string },
    ],
    ["a function", () => thrower, { state: "Completed", data: thrower }],
    ["a symbol", () => Symbol.iterator, { state: "Completed", data: Symbol.iterator }],
    ["nothing", () => undefined, { state: "Completed", data: undefined }],
    [
      "data that looks like a result, with a schema that is none",
      () => ({ data: 1, schema: { fields: [{ name: 1 }] } }),
      { state: "Failed", reason: "error", error: expect.stringContaining("$.fields[0].name") as string },
    ],
  ])("%s", async (_, run, expected) => {
    expect(await runOne(run)).toEqual(expected);
  });

  test.each<readonly [string, () => unknown]>([
    ["a proxy whose traps throw", () => new Proxy({}, { get: thrower, getPrototypeOf: thrower, ownKeys: thrower })],
    ["a proxy of an array whose traps throw", () => new Proxy([1], { get: thrower, has: thrower, ownKeys: thrower })],
    ["an impostor of a Map", () => Object.create(Map.prototype) as unknown],
    ["rows whose getters throw", () => [Object.defineProperty({}, "a", { get: thrower, enumerable: true })]],
    [
      "an array of itself",
      () => {
        const all: unknown[] = [];
        all.push(all);
        return all;
      },
    ],
  ])("%s: Completed or Failed, but over", async (_, run) => {
    expect(["Completed", "Failed"]).toContain((await runOne(run)).state);
  });
});

test("an observer that cancels when an execution starts spares its module", async () => {
  let called = 0;
  const executor = new Executor({
    workflow: defineWorkflow("one").module("Only", { run: () => ++called }),
    config: { Only: { once: {} } },
    observe: ({ type }: JournalRecord) => {
      if (type === "module.started") executor.cancel();
    },
  });
  await executor.run();
  expect(called).toBe(0);
  expect(executor.status.getExecution("Only[once]").failure?.reason).toBe("cancelled");
});
